"""What servers really do, each with what must come of it: the answers byte for byte, and the outcome as data.

Rows A1 to E10 are the survey's: framing, end of stream, chunk shapes, errors, transport.
"""

from __future__ import annotations

from fakes.scenarios.chunks import CHUNKS
from fakes.scenarios.errors import STATUSES, STREAM_ERRORS
from fakes.scenarios.framing import ENDS, FRAMING
from fakes.scenarios.transport import TRANSPORT
from fakes.scenarios.unseen import ODD_SHAPES, UNSEEN

SCENARIOS = (*FRAMING, *ENDS, *CHUNKS, *STREAM_ERRORS, *STATUSES, *TRANSPORT, *UNSEEN, *ODD_SHAPES)
