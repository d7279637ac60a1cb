"""`desktop.worker.late_client`."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from desktop.api.types import Limits
from desktop.worker.late_client import LateClient


def test_the_program_is_imported_without_the_network():
    words = "import sys, desktop.app; print(*sorted({'httpx', 'httpcore', 'h11', 'truststore'} & set(sys.modules)))"

    found = subprocess.run([sys.executable, "-c", words], capture_output=True, encoding="utf-8", check=True, timeout=60)

    assert found.stdout.strip() == ""


def test_each_call_gives_the_same_client_with_the_limits_of_now():
    late = LateClient(lambda _endpoint: "sk-test", Limits(connect_s=1))

    late.use_limits(Limits(connect_s=2))
    client = late()
    late.use_limits(Limits(connect_s=3))

    assert late() is client
    assert client.limits == Limits(connect_s=3)
    asyncio.run(late.aclose())


def test_what_was_never_needed_is_closed_without_being_made():
    late = LateClient(lambda _endpoint: "sk-test", Limits())

    asyncio.run(late.aclose())

    assert late._client is None
