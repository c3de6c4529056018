"""Tiers: who is on call, the layers that decide it, and previews of an edit."""

from watchbill.api.json import Answer, answer
from watchbill.api.ocs.asking import Ask, Later, Route
from watchbill.api.ocs.encoded import tag_of_tier
from watchbill.api.ocs.wire import (
    computed_to,
    id_filter,
    tier_echo,
    tier_patch_from,
    tier_ref_from,
    tier_to,
    tier_wish_from,
    window_from,
)
from watchbill.api.paging import order_from
from watchbill.api.tags import check_tag
from watchbill.domain.computed import are_many, computed, is_much, stored_lanes, whom_shown
from watchbill.domain.duty import duty
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Role, ScheduleId, Tier
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.rules import NO_COUNTS, Counts, counts_of_layers
from watchbill.domain.schedules import TierRef, list_tiers
from watchbill.domain.tiers import change_tier, find_plan, plan_to_edit, preview

ORDER = {"id": "id", "ocs": "schedule_id", "number": "number", "created": "created_at", "updated": "updated_at"}


async def tiers(ask: Ask, reads: Reads) -> Answer | Later:
    """A page of the tiers."""
    return ask.listed(await _page(ask, reads, ask.paging.cut(order_from(ask.query, ORDER, "ocs,number"))), tier_to)


async def count(ask: Ask, reads: Reads) -> Answer:
    """How many tiers there are."""
    return answer({"count": (await _page(ask, reads, Cut(limit=0))).total})


async def tier(ask: Ask, reads: Reads) -> Answer | Later:
    """One tier, whole: its rules, who is on call by them, and until 60 days from now."""
    window = window_from(ask.query, ask.now)
    plan = await find_plan(reads, ask.caller, _ref(ask))
    kept = ask.encoded_tiers.tier(plan, ask.now)
    on_duty = duty(plan, ask.now)
    contacts = await reads.contacts(whom_shown(plan, window, ask.now))
    is_asked_for = "since" in ask.query or "until" in ask.query
    kept_shifts = kept.has_shifts and not is_asked_for

    def made() -> Answer:
        stored = None if kept_shifts else stored_lanes([plan], window)
        return Answer(kept.body(on_duty, contacts, ask.now, stored), headers=(("ETag", kept.tag),))

    return made() if kept_shifts or not are_many([plan], window) else Later(made)


async def put_tier(ask: Ask, writes: Writes) -> Answer:
    """A tier as it shall be."""
    await _check_unchanged(ask, writes)
    body, wish = tier_wish_from(ask.body, await _standing(ask, writes))
    changed, _ = await change_tier(writes, ask.caller, _ref(ask), wish, ask.now)
    return await _tagged(ask, writes, changed, tier_echo(body, changed, wish))


async def patch_tier(ask: Ask, writes: Writes) -> Answer:
    """An edit of a tier's layers and on-demand shifts."""
    await _check_unchanged(ask, writes)
    wish = tier_patch_from(ask.body, await _standing(ask, writes))
    changed, _ = await change_tier(writes, ask.caller, _ref(ask), wish, ask.now)
    return await _tagged(ask, writes, changed, tier_to(changed))


async def _tagged(ask: Ask, writes: Writes, changed: Tier, said: object) -> Answer:
    """The answer with the tag of the tier as it is now, layers and all."""
    return answer(said, headers=(("ETag", tag_of_tier(await find_plan(writes, ask.caller, changed.id))),))


async def _check_unchanged(ask: Ask, writes: Writes) -> None:
    """Raises Stale; costs nothing where nobody asked for it."""
    if ask.wants_tag:
        await writes.lock_tier((await find_plan(writes, ask.caller, _ref(ask))).tier.id)
        check_tag(ask.request, tag_of_tier(await find_plan(writes, ask.caller, _ref(ask))))


async def compute_tier(ask: Ask, reads: Reads) -> Answer | Later:
    """What the tier would look like after an edit."""
    window = window_from(ask.query, ask.now)
    wish = tier_patch_from(ask.body, await _standing(ask, reads))
    plan = await plan_to_edit(reads, ask.caller, _ref(ask), wish)

    def made() -> Answer:
        return answer(computed_to(computed(preview(plan, wish), window)))

    return Later(made) if is_much(plan, wish, window) else made()


async def _standing(ask: Ask, reads: Reads) -> Counts:
    """How many there are in the tier that is edited; nothing in one that is not there."""
    try:
        return counts_of_layers((await find_plan(reads, ask.caller, _ref(ask))).layers)
    except NotFound:
        return NO_COUNTS


async def _page(ask: Ask, reads: Reads, cut: Cut) -> Page[Tier]:
    schedule = id_filter(ask.query, "ocs")
    return await list_tiers(reads, ask.caller, schedule_id=None if schedule is None else ScheduleId(schedule), cut=cut)


def _ref(ask: Ask) -> TierRef:
    return tier_ref_from(ask.path["id"])


LIST = "/api/ocs-tier/"
ONE = "/api/ocs-tier/{id:str}/"

ROUTES = (
    Route(method="GET", path=LIST, reads=tiers),
    Route(method="GET", path=f"{LIST}count/", reads=count),
    Route(method="GET", path=ONE, reads=tier),
    Route(method="PUT", path=ONE, writes=put_tier, role=Role.MANAGER),
    Route(method="PATCH", path=ONE, writes=patch_tier, role=Role.RESPONDER),
    Route(method="POST", path=f"{ONE}compute_tier/", reads=compute_tier),
)
