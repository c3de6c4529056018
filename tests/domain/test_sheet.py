"""Tables for spreadsheets: what cells hold, and what a window is called."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchbill.domain.sheet import SEPARATORS, cell, sheet, span_name
from watchbill.engine import Span, instant


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ann Abbott", "Ann Abbott"),
        ("Ann-Marie +1 @ 2=2", "Ann-Marie +1 @ 2=2"),
        ('=HYPERLINK("x")', """'=HYPERLINK("x")"""),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("Ann;=1+1", "Ann;'=1+1"),
        ("Ann, @SUM(A1)", "Ann,' @SUM(A1)"),
        ("\t=1", "' =1"),
        ("Ann\r\n=1", "Ann =1"),
        (7, "7"),
    ],
)
def test_a_cell_is_told_and_never_calculated(text, told):
    assert cell(text) == told


@given(st.lists(st.text(alphabet=' =+-@\t\r\n,;|"ab'), min_size=1), st.sampled_from(SEPARATORS))
@example(["", ';"='], ",")
def test_whatever_parts_the_cells_none_begins_a_formula(cells, separator):
    text = sheet(["x"] * len(cells), [cells], separator).removeprefix("\ufeff").split("\r\n")[1]
    for reader in (",", ";", "|"):
        [row] = csv.reader(io.StringIO(text, newline=""), delimiter=reader)
        assert not [one for one in row if re.match(r"\s*[=+\-@]", one)]


@given(st.lists(st.text(alphabet='ab ,;|"é'), min_size=2), st.sampled_from(SEPARATORS))
def test_a_sheet_is_read_back_as_it_was(cells, separator):
    text = sheet(["x"] * len(cells), [cells], separator).removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1] == cells


def test_a_sheet_begins_with_a_mark_and_ends_its_lines_as_the_standard_says():
    assert sheet(("a", "b"), [("x", 1)], ";") == "\ufeffa;b\r\nx;1\r\n"


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2026-11-01", "2026-12-01", "2026-11"),
        ("2026-09-01", "2026-12-01", "2026-09-to-2026-11"),
        ("2026-01-01", "2027-01-01", "2026-01-to-2026-12"),
        ("2026-11-18", "2026-11-19", "2026-11-18"),
        ("2026-11-01", "2026-11-16", "2026-11-01-to-2026-11-15"),
    ],
)
def test_whole_days_and_months_are_called_by_the_clocks_of_the_zone(start, end, name):
    ends = [instant(f"{day}T00:00:00+01:00") for day in (start, end)]
    assert span_name(Span(*ends), "Africa/Lagos") == name


def test_other_windows_are_called_by_the_minute():
    window = Span(instant("2026-11-18T08:00:59Z"), instant("2026-11-19T00:00:00Z"))
    assert span_name(window, "UTC") == "2026-11-18-0800-to-2026-11-19-0000"
