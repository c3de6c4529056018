"""Whatever makes an answer, it leaves with a request id, a log line and the standing headers."""

import asyncio
import json

import pytest
from structlog.testing import capture_logs

from watchbill.frame import UNCOUNTED, Frame, framed_headers, request_id_of
from watchbill.logs import logger


def answering(*headers, status=200):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": b"{}"})

    return app


async def failing(scope, receive, send):
    raise RuntimeError("the inside")


async def breaking_off(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError("the inside")


def asked(app, path="/api/ocs/", *headers, counting=UNCOUNTED):
    """The messages of the answer and the log lines of one request."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"token=s3cret", "headers": headers}
    with capture_logs() as lines:
        asyncio.run(Frame(app, logger(), counting)(scope | {"state": {}}, None, send))
    return sent, lines


def test_an_answer_carries_the_request_id_that_was_sent():
    sent, _ = asked(answering(), "/", (b"x-request-id", b"abc-1"))
    assert (b"x-request-id", b"abc-1") in sent[0]["headers"]


@pytest.mark.parametrize("sent", [b"", b"a b", b"a\nb", b"x" * 65, "ü".encode()])
def test_a_request_id_that_does_not_fit_a_log_is_replaced(sent):
    made = request_id_of([(b"x-request-id", sent)])
    assert made != sent
    assert len(made) == 17


def test_two_requests_have_two_ids():
    assert request_id_of([]) != request_id_of([])


def test_an_answer_may_not_be_sniffed_framed_or_kept():
    headers = dict(asked(answering())[0][0]["headers"])
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"cache-control"] == b"no-store"


def test_an_answer_that_says_a_header_itself_keeps_its_own():
    headers = framed_headers([(b"cache-control", b"public, max-age=60")], b"1", b"2")
    assert [value for name, value in headers if name == b"cache-control"] == [b"public, max-age=60"]


def test_a_request_is_logged_without_its_query_string():
    _, [line] = asked(answering(status=404))
    assert (line["method"], line["path"], line["status"], line["log_level"]) == ("GET", "/api/ocs/", 404, "info")
    assert "s3cret" not in str(line)


def test_probes_are_logged_at_debug():
    assert asked(answering(), "/healthz")[1][0]["log_level"] == "debug"


def test_a_fault_is_answered_without_the_inside_and_logged_with_it():
    sent, lines = asked(failing, "/", (b"x-request-id", b"abc-1"))
    assert sent[0]["status"] == 500
    assert json.loads(sent[1]["body"])["request_id"] == "abc-1"
    assert b"inside" not in sent[1]["body"]
    assert [line["log_level"] for line in lines] == ["error", "warning"]


def test_the_trace_that_a_request_belongs_to_is_in_the_answer_and_in_the_log():
    sent, [line] = asked(answering(), "/", (b"traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
    assert line["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert dict(sent[0]["headers"])[b"traceresponse"].startswith(b"00-4bf92f3577b34da6a3ce929d0e0e4736-")


def test_a_request_of_no_trace_begins_one():
    sent, [line] = asked(answering(), "/", (b"traceparent", b"none"))
    assert line["trace_id"].encode() in dict(sent[0]["headers"])[b"traceresponse"]


class Counted:
    """Notes what it is told."""

    def __init__(self):
        self.told = []

    def begun(self):
        self.told.append("begun")

    def ended(self, scope, status, seconds):
        self.told.append((scope["method"], status, seconds >= 0))


@pytest.mark.parametrize(("app", "status"), [(answering(status=404), 404), (failing, 500)])
def test_a_request_is_counted_as_it_begins_and_as_it_ends(app, status):
    counting = Counted()
    asked(app, counting=counting)
    assert counting.told == ["begun", ("GET", status, True)]


def test_an_answer_that_has_begun_is_broken_off():
    with pytest.raises(RuntimeError, match="inside"):
        asked(breaking_off)
