"""Watchbill says who is on call."""

__version__ = "0.1.0"
