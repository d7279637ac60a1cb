"""Reading what other programs, and this one, exported."""
