"""Whatever makes an answer, it leaves with a request id, a log line and the standing headers."""

import asyncio
import json

import pytest
import structlog
from structlog.testing import capture_logs

from watchbill.frame import Frame, framed_headers, request_id_of
from watchbill.logs import logger


@pytest.fixture(autouse=True)
def _every_line_is_logged():
    structlog.reset_defaults()  # another test may have left a level behind


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


def asked(app, path="/api/ocs/", *headers):
    """The messages of the answer and the log lines of one request."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"token=s3cret", "headers": headers}
    with capture_logs() as lines:
        asyncio.run(Frame(app, logger())(scope | {"state": {}}, None, send))
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
    headers = framed_headers([(b"cache-control", b"public, max-age=60")], b"1")
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


def test_an_answer_that_has_begun_is_broken_off():
    with pytest.raises(RuntimeError, match="inside"):
        asked(breaking_off)
