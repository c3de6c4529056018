"""On-demand shifts: one-off covers of a tier."""

from watchbill.api.json import Answer, answer
from watchbill.api.ocs.asking import Ask, Later, Route, tagged
from watchbill.api.ocs.fields import REQUIRED
from watchbill.api.ocs.wire import id_from, override_echo, override_to, override_wish_from, tier_filter
from watchbill.api.paging import order_from
from watchbill.domain.errors import Invalid
from watchbill.domain.model import OverrideId, Role
from watchbill.domain.overrides import (
    add_override,
    count_overrides,
    find_override,
    list_overrides,
    move_override,
    remove_override,
)
from watchbill.domain.ports import Reads, Writes

ORDER = {"id": "id", "start": "start_at", "end": "end_at"}


async def shifts(ask: Ask, reads: Reads) -> Answer | Later:
    """A page of a tier's on-demand shifts."""
    ref = tier_filter(ask.query)
    if ref is None:
        raise Invalid([("tier_id", REQUIRED)])
    cut = ask.paging.cut(order_from(ask.query, ORDER, "start"))
    return ask.listed(await list_overrides(reads, ask.caller, ref, cut), override_to)


async def count(ask: Ask, reads: Reads) -> Answer:
    """How many on-demand shifts there are, of a tier or of all."""
    return answer({"count": await count_overrides(reads, ask.caller, tier_filter(ask.query))})


async def shift(ask: Ask, reads: Reads) -> Answer:
    """One on-demand shift."""
    override, _, _ = await find_override(reads, ask.caller, _id(ask))
    return tagged(override_to(override), override)


async def make_shift(ask: Ask, writes: Writes) -> Answer:
    """An on-demand shift more; with `sure`, cut out of those in its way."""
    body, wish = override_wish_from(ask.body)
    laid = await add_override(writes, ask.caller, wish, ask.now)
    [override] = laid.saved
    return tagged(override_echo(body, override, wish), override, status=201)


async def put_shift(ask: Ask, writes: Writes) -> Answer:
    """An on-demand shift as it shall be."""
    await _check_unchanged(ask, writes)
    body, wish = override_wish_from(ask.body)
    moved = await move_override(writes, ask.caller, _id(ask), wish, ask.now)
    [override] = moved.saved
    return tagged(override_echo(body, override, wish), override)


async def delete_shift(ask: Ask, writes: Writes) -> Answer:
    """An on-demand shift that ends, or is taken back."""
    await _check_unchanged(ask, writes)
    await remove_override(writes, ask.caller, _id(ask), ask.now)
    return answer(1)


async def _check_unchanged(ask: Ask, writes: Writes) -> None:
    if ask.wants_tag:
        override, _, _ = await find_override(writes, ask.caller, _id(ask))
        await writes.lock_tier(override.tier_id)
        ask.check_unchanged((await find_override(writes, ask.caller, _id(ask)))[0])


def _id(ask: Ask) -> OverrideId:
    return OverrideId(id_from(ask.path["id"], "override"))


LIST = "/api/ocs-on-demand/"
ONE = "/api/ocs-on-demand/{id:str}/"

ROUTES = (
    Route(method="GET", path=LIST, reads=shifts),
    Route(method="POST", path=LIST, writes=make_shift, role=Role.RESPONDER),
    Route(method="GET", path=f"{LIST}count/", reads=count),
    Route(method="GET", path=ONE, reads=shift),
    Route(method="PUT", path=ONE, writes=put_shift, role=Role.RESPONDER),
    Route(method="DELETE", path=ONE, writes=delete_shift, role=Role.RESPONDER),
)
