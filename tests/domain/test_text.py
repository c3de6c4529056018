"""What people write: what may be in it, and how a text is told that has more in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbill.domain.text import block, block_fault, line_fault, one_line

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
