"""What the tests of this family ask of an answer."""

from typing import Any

import httpx

from tests.api.v1.conftest import Caller


def sent(caller: Caller, method: str, path: str, body: Any = None, status: int = 200, **more: Any) -> Any:
    """What is answered to a change that is fine: its JSON, or None."""
    response = caller.send(method, path, **({} if body is None else {"json": body}), **more)
    assert response.status_code == status, response.text
    return response.json() if response.content else None


def refused(response: httpx.Response, status: int) -> list[str]:
    """The paths of the fields at fault."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return [one["path"] for one in response.json()["problems"]]


def bad_fields(caller: Caller, method: str, path: str, body: Any) -> list[str]:
    """The paths of the fields for which a change is refused."""
    return refused(caller.send(method, path, json=body), 422)


def tag_of(caller: Caller, path: str) -> str:
    """The tag of the state that stands."""
    return str(caller.get(path).headers["etag"])


def keeps_edits(caller: Caller, method: str, path: str, body: Any, *, between: tuple[str, str, Any]) -> httpx.Response:
    """Hold that a change by a tag is refused once another one came between; then send it by the tag that stands."""
    old = tag_of(caller, path)
    by, place, change = between
    sent(caller, by, place, change)
    stale = caller.send(method, path, headers={"If-Match": old}, **({} if body is None else {"json": body}))
    assert refused(stale, 412) == []
    fresh = {"If-Match": tag_of(caller, path)}
    assert stale.headers["etag"] == fresh["If-Match"]
    return caller.send(method, path, headers=fresh, **({} if body is None else {"json": body}))
