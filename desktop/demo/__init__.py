"""The embedded demo endpoint: a loopback server with answers written in advance. Standard library only."""
