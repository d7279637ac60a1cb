"""The flight recorder: what went over the wire for an answer."""
