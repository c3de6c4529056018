"""Lines for people: what callers send writes no line of its own, and steers no terminal."""

import io
import logging

import pytest

from watchbill.logs import configure, logger

BAD = "/x\nanswered  status=200\x1b[2J \u202etxt"


@pytest.fixture
def stream():
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    yield io.StringIO()
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)


def test_what_is_logged_is_one_line(stream):
    configure("info", "console", stream)
    logger().info("answered", path=BAD)
    logging.getLogger("library").warning("saw %s", BAD)
    assert stream.getvalue().count("\n") == 2
    assert stream.getvalue().count("/x answered  status=200 [2J  txt") == 2


def test_a_fault_is_told_in_lines_and_no_more(stream):
    configure("info", "console", stream)
    try:
        raise ValueError(BAD)
    except ValueError:
        logger().exception("failed")
    assert "Traceback (most recent call last)" in stream.getvalue()
    assert not {"\x1b", "\u202e"} & set(stream.getvalue())


def test_json_keeps_all_of_it_in_one_line(stream):
    configure("info", "json", stream)
    logger().info("answered", path=BAD)
    assert stream.getvalue().count("\n") == 1
    assert r"\n" in stream.getvalue()
