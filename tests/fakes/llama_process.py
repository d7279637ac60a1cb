"""Runs llama.cpp's server until stdin ends: `python llama_process.py MODEL.gguf KEY NAME`."""

from __future__ import annotations

import sys

import xllamacpp


def main(model: str, key: str, name: str) -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.model_alias = {name}
    parameters.api_keys = [key]
    parameters.port = 0
    parameters.n_ctx = 65_536
    parameters.n_parallel = 2
    parameters.cpuparams.n_threads = 1
    # An answer without an end: a full context drops its oldest half.
    parameters.ctx_shift = True
    parameters.warmup = False
    parameters.ui = False
    server = xllamacpp.Server(parameters)
    print(f"listening at {server.listening_address}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
