"""The process of its own in which `measure.apart` calls a function: `python -m perf.child MODULE FUNCTION ARGUMENTS`.

It imports next to nothing by itself: what it did would be measured too.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

PROFILE_FOLDER = "LINGDU_BENCH_PROFILE"


def main(module: str, name: str, arguments: str) -> None:
    """Call it, under cProfile where a folder for profiles is named; its result is the last line of stdout."""
    function = getattr(importlib.import_module(module), name)
    folder = os.environ.get(PROFILE_FOLDER)
    if folder:
        import cProfile

        profile = cProfile.Profile()
        result = profile.runcall(function, *json.loads(arguments))
        profile.dump_stats(os.path.join(folder, f"{name}-{os.getpid()}.prof"))  # noqa: PTH118  # no pathlib, see above
    else:
        result = function(*json.loads(arguments))
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
