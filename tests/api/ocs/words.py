"""What the tests send and expect, in the words of the OCS API."""

import json
from collections.abc import Sequence
from typing import Any

from tests.cast import World, on
from watchbill.domain.model import Contact

DAILY = '{"type":"daily"}'

NASTY: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e300, 2**31, 2**63, 2**64, -(2**63) - 1, 10**40, "", " ", "0", "-1", "1.5", "null",
    "[]", "{}", "{", "nan", "9" * 400, "x" * 5000, "\x00", "\ud800", "é\U0001f4a5", "2026-02-30T00:00:00Z",
    "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-06-10", [], [None], [[]], [{}], [0], [-1], [2**70], {},
    {"type": []}, {"id": {}}, {"": None}, '{"type":"daily","interval":1e999}', "[" * 500,
)  # fmt: skip
"""Values that are wrong nearly everywhere; none may ever be more than a bad request."""


def layer(contacts: Sequence[int], start: str = on(1, "08:00"), **more: Any) -> dict[str, Any]:
    """A layer of daily turns from 1 June 08:00 UTC on, always open."""
    said = {"start": start, "rotation": DAILY, "restrictions": "null", "contacts": list(contacts)}
    return said | {"index": 0, "tz": "UTC"} | more


def daily(start: str, end: str) -> str:
    """Restrictions: open every day between two wall times."""
    return json.dumps([{"type": "daily", "start": start, "end": end}])


def schedule(world: World, **more: Any) -> dict[str, Any]:
    """A schedule of Acme."""
    said = {"customer": world.acme.id, "name": "Night watch"}
    return said | {"default_email": "night@acme.example", "default_phone": "+442079461111"} | more


def cover(world: World, start: str = on(20, "08:00"), end: str = on(20, "20:00"), **more: Any) -> dict[str, Any]:
    """Ben covers tier `first` of Acme, on the 20th from 08:00 to 20:00 unless told otherwise."""
    return {"tier": world.first.id, "start": start, "end": end, "contact": world.ben.id} | more


def tier(world: World, layers: list[Any], **more: Any) -> dict[str, Any]:
    """The whole of Acme's tier `second`."""
    return {"number": 2, "ocs": world.noc.id, "layers": layers} | more


def contact_said(contact: Contact) -> dict[str, Any]:
    """A contact as the API gives it."""
    return {
        "id": contact.id,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "full_name": contact.full_name,
        "email": contact.email,
        "phone": contact.phone,
        "customer": contact.customer_id,
        "active": contact.is_active,
    }


def cover_said(world: World, **more: Any) -> dict[str, Any]:
    """The on-demand shift that stands at tier `first` from the beginning: Rita, on the 12th."""
    said = {"id": world.cover.id, "tier": world.first.id, "contact": world.rita.id}
    return said | {"start": on(12, "08:00"), "end": on(12, "20:00")} | more


TEXTS = tuple(value for value in NASTY if isinstance(value, str) and value.isprintable())
"""Those that can stand in an address."""
