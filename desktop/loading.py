"""Loading the program's modules for what they cost themselves, and nothing that goes on beside it."""

from __future__ import annotations

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def light_imports() -> Iterator[None]:
    """Load the program in this block; a seventh of the CPU until the window shows is saved so.

    - Python looks for garbage again and again while modules are loaded, and they are none. What the block has loaded
      stays for good, so later collections leave it out.
    - PySide wraps every import to serve `from __feature__ import …` (methods in snake case), for which it reads the
      source of each module. Nothing here uses that; without the wrapper a module has the default, which is no feature.
      The wrapper keeps what it has wrapped under the name that is looked for here; where there is none, none is undone.
    """
    was_on = gc.isenabled()
    gc.disable()
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
