"""Lingdu Chat."""

__version__ = "0.1.0"
