from __future__ import annotations

import re

from desktop.chat.store.engine import SQLITE_VERSION


def test_the_version_is_that_of_the_library():
    assert re.fullmatch(r"3\.\d+\.\d+", SQLITE_VERSION)
