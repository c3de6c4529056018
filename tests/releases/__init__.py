"""Databases as releases left them, and what they said of who is on call."""
