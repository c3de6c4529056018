"""Feeds: shifts as calendars."""
