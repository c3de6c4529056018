"""Texts that people write: what may be in them, and how one is told that has more in it.

A name is one line wherever it is told: in a terminal, a log, a calendar, a table. What would end the line, steer a
terminal, or turn the direction of what stands beside it is no part of a name. Marks that a script needs are: joiners
(U+200C, U+200D), and the marks that say which way neutral characters run (U+200E, U+200F, U+061C).
"""

import re
from typing import Final

_BREAKS: Final = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_CONTROLS: Final = "\x00-\x1f\x7f-\x9f"
_FORCED: Final = "\u202a-\u202e\u2066-\u2069"
_SURROGATES: Final = "\ud800-\udfff"

_UNFIT: Final = re.compile(f"[{_BREAKS}{_CONTROLS}{_FORCED}{_SURROGATES}]")
_IS_BREAK: Final = re.compile(f"[{_BREAKS}]").fullmatch
_IS_FORCED: Final = re.compile(f"[{_FORCED}]").fullmatch
_TOLD: Final = re.compile(rf"\r\n|{_UNFIT.pattern}")


def line_fault(text: str) -> str | None:
    """What a text of one line has in it that it may not have, as a sentence; None where it is fine."""
    found = _UNFIT.search(text)
    if found is None:
        return None
    code = f"U+{ord(found[0]):04X}"
    if _IS_BREAK(found[0]):
        return f"This is a text of one line, without line breaks: {code}."
    if _IS_FORCED(found[0]):
        return f"Characters that force a direction of writing are not allowed: {code}."
    return f"Control characters are not allowed: {code}."


def block_fault(text: str) -> str | None:
    """The same of a text that may have several lines, each ended by LF or CR LF."""
    return next(filter(None, map(line_fault, text.replace("\r\n", "\n").split("\n"))), None)


def one_line(text: str) -> str:
    """The text as it is told in one line: a blank in place of whatever may not be in it."""
    return _TOLD.sub(" ", text)


def block(text: str) -> str:
    """The text as it is told in several lines, ended by LF: a blank in place of whatever else may not be in them."""
    return "\n".join(map(one_line, text.replace("\r\n", "\n").split("\n")))
