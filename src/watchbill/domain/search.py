"""Looking for a text in others: in any case, and however its accents are typed."""

from unicodedata import normalize


def is_in(search: str, *texts: str) -> bool:
    """Whether one of the texts holds what is looked for; every text holds the empty one."""
    wanted = _folded(search.strip())
    return any(wanted in _folded(text) for text in texts)


def _folded(text: str) -> str:
    return normalize("NFC", normalize("NFC", text).casefold())
