"""What a record may hold: the rules that are kept whoever writes it."""

from collections.abc import Mapping
from typing import Final

from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.model import (
    Account,
    Contact,
    Customer,
    Group,
    OAuthClient,
    Record,
    Roster,
    Schedule,
    Token,
)
from watchbill.domain.text import block_fault, line_fault

LINES: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Customer: ("name",),
    Contact: ("login_name", "first_name", "last_name", "email", "phone", "mobile"),
    Account: ("username", "first_name", "last_name", "email"),
    Token: ("name",),
    OAuthClient: ("name",),
    Schedule: ("name", "default_email", "default_phone"),
    Group: ("name", "email"),
    Roster: ("name",),
}
"""The fields of records that people write as a text of one line."""

BLOCKS: Final[Mapping[type[Record], tuple[str, ...]]] = {Group: ("description",), Roster: ("description",)}
"""Those that may have several lines."""


def text_problems(kind: type[Record], wish: object, standing: Record | None = None) -> list[Problem]:
    """What is wrong with the texts of a wish for a record, by the record's field; the wish's fields are called alike.

    What stands already may stay: who changes another field is not asked about an old name.
    """
    faults = [(field, line_fault) for field in LINES.get(kind, ())]
    faults += [(field, block_fault) for field in BLOCKS.get(kind, ())]
    said = ((field, fault, getattr(wish, field, None)) for field, fault in faults)
    return [
        (field, reason)
        for field, fault, text in said
        if isinstance(text, str) and text != getattr(standing, field, None) and (reason := fault(text)) is not None
    ]


def check_line(field: str, text: str) -> None:
    """Raises Invalid for a field whose text is not fit for one line."""
    if (reason := line_fault(text)) is not None:
        raise Invalid([(field, reason)])


def check_texts(record: Record, standing: Record | None = None) -> None:
    """Raises Invalid with what is wrong with the texts of a record that is about to be saved, but for what stands."""
    if problems := text_problems(type(record), record, standing):
        raise Invalid(problems)
