"""Runs llama.cpp's server until stdin ends: `python llama_process.py MODEL.gguf KEY NAME`.

stdout carries one line, the server's address; the server's log, whichever stream it chooses, goes to stderr.
"""

from __future__ import annotations

import os
import sys

import xllamacpp


def main(model: str, key: str, name: str) -> None:
    # The native log writes to stdout from threads of its own and would cut into the line with the address.
    address_out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
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
    print(server.listening_address, file=address_out, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
