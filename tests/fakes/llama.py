"""llama.cpp's own server, from the wheel `xllamacpp`, with a tiny model made here: a real peer for the client.

The model's weights are random. Its output layer lets only `WORDS` through, each as likely whatever came before: so
there is always text, in both languages, it is valid UTF-8, and it never ends by itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEY = "a-good-key"
MODEL = "tiny"
WORDS = (" the", " sky", " is", " blue", " and", " so", " clear", "你好", "零度", "对话", "。", ".")

_START_LIMIT_S = 50.0


def make_model(path: Path) -> None:
    """Write a Llama of one layer and 28,000 weights as GGUF, with a SentencePiece vocabulary of bytes and `WORDS`."""
    import gguf
    import numpy as np

    width, inner, context = 32, 64, 32_768
    special = ["<unk>", "<s>", "</s>"]
    tokens = [*special, *(f"<0x{byte:02X}>" for byte in range(256)), *(word.replace(" ", "▁") for word in WORDS)]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * len(WORDS)

    random = np.random.default_rng(7)

    def weights(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.05).astype(np.float32)

    # Feature 0 is 1 in every token's embedding and survives the one layer, so the output layer sees a constant there.
    embedding = weights(len(tokens), width)
    embedding[:, 0] = 1
    output = np.zeros((len(tokens), width), np.float32)
    output[:, 0] = -5
    output[-len(WORDS) :, 0] = 0

    file = gguf.GGUFWriter(path, "llama")
    file.add_name(MODEL)
    file.add_context_length(context)
    file.add_embedding_length(width)
    file.add_block_count(1)
    file.add_feed_forward_length(inner)
    file.add_head_count(2)
    file.add_head_count_kv(2)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(width // 2)
    file.add_vocab_size(len(tokens))
    file.add_tokenizer_model("llama")
    file.add_token_list(tokens)
    file.add_token_scores([0.0] * len(tokens))
    file.add_token_types(kinds)
    file.add_unk_token_id(0)
    file.add_bos_token_id(1)
    file.add_eos_token_id(2)
    file.add_chat_template("{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}")
    file.add_tensor("token_embd.weight", embedding)
    file.add_tensor("output_norm.weight", np.ones(width, np.float32))
    file.add_tensor("output.weight", output)
    for name in ("attn_norm", "ffn_norm"):
        file.add_tensor(f"blk.0.{name}.weight", np.ones(width, np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        file.add_tensor(f"blk.0.{name}.weight", weights(width, width))
    for name in ("ffn_gate", "ffn_up"):
        file.add_tensor(f"blk.0.{name}.weight", weights(inner, width))
    file.add_tensor("blk.0.ffn_down.weight", weights(width, inner))
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


class LlamaServer:
    """A running server; `base_url` ends in `/v1`, and every request needs `KEY`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, name="llama log", daemon=True)
        self._reader.start()
        self.base_url = self._address() + "/v1"

    def wait_for_log(self, pattern: str, limit_s: float, *, after: int = 0) -> re.Match[str]:
        """The first match of `pattern` in a line of the server's log, from line number `after` on."""

        def match() -> re.Match[str] | None:
            found = (re.search(pattern, line) for line in self._lines[after:])
            return next((it for it in found if it), None)

        with self._changed:
            self._changed.wait_for(lambda: match() or self._ended, limit_s)
            it = match()
            if it is None:
                raise AssertionError(f"{pattern!r} is not in the server's log:\n" + "".join(self._lines[-40:]))
            return it

    def log_length(self) -> int:
        """How many lines the log has by now: what to pass as `after`."""
        with self._changed:
            return len(self._lines)

    def stop(self) -> None:
        """End the process: it ends when its stdin does."""
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stderr.close()
        self._process.stdout.close()

    def _address(self) -> str:
        """The one line on stdout; its end comes too where the process dies or does not start in time."""
        limit = threading.Timer(_START_LIMIT_S, self._process.kill)
        limit.start()
        try:
            line = self._process.stdout.readline().strip()
        finally:
            limit.cancel()
            limit.join()
        if not re.fullmatch(r"http://127\.0\.0\.1:\d+", line):
            self._reader.join(5)
            raise AssertionError(f"{line!r} is no address of the server. Its log:\n" + "".join(self._lines[-40:]))
        return line

    def _read(self) -> None:
        for line in self._process.stderr:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()


@contextmanager
def llama_server(folder: Path) -> Iterator[LlamaServer]:
    """Make the model in `folder` and run the server with it, in a process of its own, on a free loopback port."""
    model = folder / "tiny.gguf"
    make_model(model)
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("llama_process.py"), model, KEY, MODEL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        server = LlamaServer(process)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    try:
        yield server
    finally:
        server.stop()
