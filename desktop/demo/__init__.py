"""The embedded demo endpoint: a loopback server with answers written in advance. Standard library only."""

PLAIN_MODEL = "lingdu-demo"
THINKING_MODEL = "lingdu-demo-thinking"
MODELS = (PLAIN_MODEL, THINKING_MODEL)
