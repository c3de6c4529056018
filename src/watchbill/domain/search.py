"""Names put in order and looked for: in any case, with or without accents."""

import re
from typing import Final
from unicodedata import normalize

_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
"""What stands above, below or through letters of Latin, Greek and Cyrillic; marks of other scripts are letters."""
_LETTERS: Final = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t", "ŋ": "n"}
)
"""Letters that no standard takes apart, as people type them who have no such key."""


def plain(text: str) -> str:
    """A text as it is sorted and looked for: without case and accents, so that ä is a, ł is l and ı is i.

    Two names that are told apart may have the same.
    """
    if text.isascii():
        return text.lower()
    letters = normalize("NFKD", normalize("NFKD", text).casefold())
    return normalize("NFC", _ACCENTS.sub("", letters)).translate(_LETTERS)


def is_in(search: str, *texts: str) -> bool:
    """Whether one of the texts holds what is looked for; every text holds the empty one."""
    wanted = plain(search.strip())
    return any(wanted in plain(text) for text in texts)
