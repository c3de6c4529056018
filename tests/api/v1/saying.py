"""What the tests of records that can be changed say again and again: sending a body, and reading what was wrong."""

from typing import Any

from tests.api.v1.conftest import Caller


def sent(caller: Caller, method: str, path: str, body: Any = None, status: int = 200, **more: Any) -> Any:
    """What is answered to a body that is fine; None where there is nothing to say."""
    response = caller.send(method, path, json=body, **more)
    assert response.status_code == status, response.text
    return response.json() if response.content else None


def refused(caller: Caller, method: str, path: str, body: Any = None, status: int = 422, **more: Any) -> dict[str, str]:
    """Each field at fault, and why."""
    response = caller.send(method, path, json=body, **more)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return {problem["path"]: problem["reason"] for problem in response.json()["problems"]}


def status_of(caller: Caller, method: str, path: str, body: Any = None, **more: Any) -> int:
    return caller.send(method, path, json=body, **more).status_code


def layer(*people: Any, **more: Any) -> dict[str, Any]:
    """Daily turns at 08:00 UTC from the first of June on."""
    given = {"start": "2026-06-01T08:00:00Z", "rotation": {"type": "daily"}, "contacts": [one.id for one in people]}
    return given | more


def shift(name: str, start: str, end: str, *people: Any, **more: Any) -> dict[str, Any]:
    """A shift of every day from the first of June on."""
    schedule = {"kind": "recurring", "anchor_on": "2026-06-01", "start_time": start, "end_time": end}
    contacts = [one.id for one in people]
    return {"name": name, "schedule": schedule | {"pattern": {"kind": "daily"}}, "contacts": contacts} | more
