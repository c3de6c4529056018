"""A trace context is kept where it is one, and made anew where it is none."""

import pytest

from watchbill.trace import Trace, new_trace, trace_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"


def traced(*values):
    return trace_of([(b"host", b"x"), *((b"traceparent", value.encode()) for value in values)])


def test_the_trace_of_a_request_goes_on_with_a_part_of_our_own():
    kept = traced(f"00-{TRACE}-{PARENT}-01")
    assert (kept.trace_id, kept.flags) == (TRACE, "01")
    assert kept.span_id != PARENT
    assert kept.header == f"00-{TRACE}-{kept.span_id}-01"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "00",
        f"00-{TRACE}-{PARENT}",
        f"00-{TRACE}-{PARENT}-1",
        f"00-{TRACE.upper()}-{PARENT}-01",
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE[1:]}-{PARENT}-01",
        f"ff-{TRACE}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}-01-more",
        f"00-{TRACE}-{PARENT}-01\n",
        f"00-{TRACE}-{PARENT}-01é",
    ],
)
def test_what_is_no_traceparent_is_passed_over(value):
    assert traced(value).trace_id.lower() != TRACE


def test_two_traceparents_are_none():
    assert traced(f"00-{TRACE}-{PARENT}-01", f"00-{TRACE}-{PARENT}-01").trace_id != TRACE


def test_a_later_version_is_read_as_far_as_it_is_known():
    assert traced(f"01-{TRACE}-{PARENT}-03-more").header.startswith(f"00-{TRACE}-")


def test_flags_that_are_not_known_are_not_passed_on():
    assert traced(f"00-{TRACE}-{PARENT}-ff").flags == "01"


def test_no_two_traces_are_alike():
    first, second = new_trace(), new_trace()
    assert first.trace_id != second.trace_id
    assert traced().trace_id not in (first.trace_id, second.trace_id)


def test_a_new_trace_is_one_that_others_would_keep():
    made = new_trace()
    assert traced(made.header).trace_id == made.trace_id


def test_a_call_of_ours_belongs_to_the_same_trace():
    kept = Trace(TRACE, PARENT, "01")
    assert (kept.onward().trace_id, kept.onward().flags) == (TRACE, "01")
    assert kept.onward().span_id != PARENT
