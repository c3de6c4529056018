"""What the tests send and expect, in the words of the rosters API."""

from typing import Any

import httpx

from watchbill.domain.model import Contact

NASTY: tuple[Any, ...] = (
    True, 0, -1, 1.5, 1e300, 2**31, 2**63, 2**64, -(2**63) - 1, 10**40, "", " ", "0", "-1", "1.5", "null",
    "nan", "9" * 400, "x" * 5000, "\x00", "é\U0001f4a5", "2026-02-30T00:00:00Z", "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-06-10", [], [None], [[]], [{}], [0], [2**70], {},
    {"type": []}, {"id": {}}, {"id": 2**70}, {"name": []}, {"": None},
)  # fmt: skip
"""Values that are wrong nearly everywhere; none may ever be more than a bad request."""


def user(contact: Contact) -> str:
    """The id of a contact as a user."""
    return f"USR{contact.id:010}"


def daily(**more: Any) -> dict[str, Any]:
    """A schedule: every day from seven to five."""
    said = {"type": "recurring", "startDate": "2026-06-01T00:00:00+0000", "startTime": "07:00:00"}
    said |= {"endTime": "17:00:00", "pattern": pattern("daily"), "endPattern": {"type": "NEVER"}}
    return {**said, **more}


def once(**more: Any) -> dict[str, Any]:
    """A schedule: a single span."""
    said = {"type": "one-time", "startDate": "2018-02-06T07:05:00+0000", "endDate": "2018-03-10T17:30:00+0000"}
    return {**said, **more}


def pattern(type: str, **more: Any) -> dict[str, Any]:
    """A pattern."""
    return {"type": type, "repeatFrequency": 1, **more}


def shift(*people: Contact, **more: Any) -> dict[str, Any]:
    """A shift of some people."""
    return {"name": "Day", "schedule": daily(), "users": [{"id": user(one)} for one in people], **more}


def roster(*shifts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A roster of some shifts."""
    said = {"name": "Network support", "description": "Day and night", "timeZone": {"name": "Asia/Calcutta"}}
    return {**said, "shiftDetails": list(shifts), **more}


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same without some fields."""
    return {name: value for name, value in body.items() if name not in names}


def bad(response: httpx.Response) -> set[str]:
    """The fields that an answer calls bad; it is a bad request in the shape of the contract."""
    assert response.status_code == 400, response.text
    for one in response.json():
        assert set(one) == {"code", "fieldName", "message"}
        assert one["code"] == "0002"
        assert one["message"]
    return {one["fieldName"] for one in response.json()}


def missing(response: httpx.Response, id: str) -> bool:
    """Whether an answer says that nothing has this id, in the shape of the contract."""
    told = {"code": "0003", "message": f"No resource found with UUID : {id}"}
    return (response.status_code, response.json()) == (404, told)


def person(contact: Contact) -> dict[str, Any]:
    """A contact as a roster names it."""
    return {
        "id": user(contact),
        "loginName": contact.login_name,
        "lastName": contact.last_name,
        "firstName": contact.first_name,
        "email": contact.email,
        "phoneNumber": contact.phone,
        "mobileNumber": contact.mobile,
    }
