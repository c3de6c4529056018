"""What people write: what may be in it, and how a text is told that has more in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbill.domain.model import Contact, Record
from watchbill.domain.text import BLOCKS, LINES, block, block_fault, line_fault, one_line, text_problems

FORCED = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
FINE = [
    "Ann Abbott",
    "",
    "Zoë 日本 Ł",
    "עדה \u200f(NOC)",
    "\u200eAnn",
    "👩\u200d🚒",
    "نیم\u200cفاصله",
    "a\u00a0b",
    "’n",
]


@pytest.mark.parametrize("text", FINE)
def test_letters_marks_and_joiners_are_fine(text):
    assert line_fault(text) is block_fault(text) is None
    assert one_line(text) == block(text) == text


@pytest.mark.parametrize("sign", [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)] + FORCED)
def test_what_ends_a_line_steers_a_terminal_or_turns_a_direction_is_not(sign):
    assert f"U+{ord(sign):04X}" in line_fault(f"Ann{sign}Abbott")
    assert one_line(f"Ann{sign}Abbott") == "Ann Abbott"


@pytest.mark.parametrize(("text", "told"), [("a\nb", "a\nb"), ("a\r\nb", "a\nb"), ("\n\na\n", "\n\na\n")])
def test_a_block_may_have_line_breaks(text, told):
    assert block_fault(text) is None
    assert block(text) == told


@pytest.mark.parametrize("text", ["a\rb", "a\tb", "a\n\x1b[2Jb", "a\u2028b", "a\n\u202eb"])
def test_and_nothing_else_that_a_line_may_not_have(text):
    assert block_fault(text) is not None
    assert block_fault(block(text)) is None


@given(st.text())
def test_what_is_told_is_fine(text):
    assert line_fault(one_line(text)) is None
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in one_line(text))


def test_a_line_break_of_two_characters_is_one_blank():
    assert one_line("a\r\nb\rc\nd") == "a b c d"


def test_what_stands_may_stay():
    old = Contact(provider_id=1, id=1, customer_id=1, first_name="An\nn", created_at=0, updated_at=0)
    assert text_problems(Contact, old, old) == []
    assert [path for path, _ in text_problems(Contact, old)] == ["first_name"]


NOBODYS = {
    "id", "login", "tz", "password_hash", "token_hash", "secret_hash", "client_key", "kind", "subject", "group_id",
    "roster_id", "deed", "subject_id", "subject_name", "before", "after", "username", "token_name", "address",
    "request_id", "via", "fingerprint", "key", "body", "headers",
}  # fmt: skip
"""Texts of records that are made here, copied from another record, or read as something else than text."""


@pytest.mark.parametrize("kind", Record.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_text_of_a_record_has_its_rule(kind):
    texts = {name for name, told in kind.__annotations__.items() if "str" in str(told) or told is str}
    assert texts - {*LINES.get(kind, ()), *BLOCKS.get(kind, ())} <= NOBODYS
