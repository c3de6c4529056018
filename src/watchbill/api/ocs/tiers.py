"""Tiers: who is on call, the layers that decide it, and previews of an edit."""

from watchbill import engine
from watchbill.api.json import Answer, answer
from watchbill.api.ocs.asking import Ask, Route
from watchbill.api.ocs.encoded import tag_of_tier
from watchbill.api.ocs.wire import (
    Bounds,
    bounds_from,
    cover_to,
    final_shift_to,
    id_filter,
    layer_shift_to,
    tier_echo,
    tier_patch_from,
    tier_ref_from,
    tier_to,
    tier_wish_from,
)
from watchbill.api.paging import order_from
from watchbill.api.tags import check_tag
from watchbill.domain.duty import duty
from watchbill.domain.model import ContactId, Role, ScheduleId, Tier
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.schedules import TierRef, list_tiers
from watchbill.domain.tiers import Preview, change_tier, find_plan, preview_tier

ORDER = {"id": "id", "ocs": "schedule_id", "number": "number", "created": "created_at", "updated": "updated_at"}


async def tiers(ask: Ask, reads: Reads) -> Answer:
    """A page of the tiers."""
    return ask.listed(await _page(ask, reads, ask.paging.cut(order_from(ask.query, ORDER, "ocs,number"))), tier_to)


async def count(ask: Ask, reads: Reads) -> Answer:
    """How many tiers there are."""
    return answer({"count": (await _page(ask, reads, Cut(limit=0))).total})


async def tier(ask: Ask, reads: Reads) -> Answer:
    """One tier, whole: its rules, who is on call by them, and its layers' shifts."""
    kept = ask.encoded_tiers.tier(await find_plan(reads, ask.caller, _ref(ask)), ask.now)
    on_duty = duty(kept.plan, ask.now)
    present = {ContactId(id) for id in (on_duty.contact, on_duty.next_contact) if id is not None}
    contacts = await reads.contacts(kept.named | present)
    return Answer(kept.body(on_duty, contacts, ask.now), headers=(("ETag", kept.tag),))


async def put_tier(ask: Ask, writes: Writes) -> Answer:
    """A tier as it shall be."""
    await _check_unchanged(ask, writes)
    body, wish = tier_wish_from(ask.body)
    changed, _ = await change_tier(writes, ask.caller, _ref(ask), wish, ask.now)
    return await _tagged(ask, writes, changed, tier_echo(body, changed, wish))


async def patch_tier(ask: Ask, writes: Writes) -> Answer:
    """An edit of a tier's layers and on-demand shifts."""
    await _check_unchanged(ask, writes)
    changed, _ = await change_tier(writes, ask.caller, _ref(ask), tier_patch_from(ask.body), ask.now)
    return await _tagged(ask, writes, changed, tier_to(changed))


async def _tagged(ask: Ask, writes: Writes, changed: Tier, said: object) -> Answer:
    """The answer with the tag of the tier as it is now, layers and all."""
    return answer(said, headers=(("ETag", tag_of_tier(await find_plan(writes, ask.caller, changed.id))),))


async def _check_unchanged(ask: Ask, writes: Writes) -> None:
    """Raises Stale; costs nothing where nobody asked for it."""
    if ask.wants_tag:
        check_tag(ask.request, tag_of_tier(await find_plan(writes, ask.caller, _ref(ask))))


async def compute_tier(ask: Ask, reads: Reads) -> Answer:
    """What the tier would look like after an edit."""
    plan = await find_plan(reads, ask.caller, _ref(ask))
    bounds = bounds_from(ask.query, ask.now)
    _, preview = await preview_tier(reads, ask.caller, plan.tier.id, tier_patch_from(ask.body))
    return answer(computed(preview, bounds))


def computed(preview: Preview, bounds: Bounds) -> tuple[object, object, object]:
    """The final schedule, the layers below it, and the on-demand shifts above."""
    window = bounds.window
    layers = engine.covered_layers(preview.layers, preview.overrides, engine.Span(bounds.layers_since, window.end))
    return (
        [final_shift_to(shift) for shift in engine.tier_timeline(preview.rules, window)],
        [[layer_shift_to(shift) for shift in layer] for layer in layers] or [[]],
        [cover_to(one) for one in preview.overrides if one.start < window.end and window.start < one.end],
    )


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
