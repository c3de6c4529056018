"""Full tiers in pieces of JSON that stay the same from request to request.

A tier is asked for all day long, and nearly all of its answer, the shifts of the next 60 days above all, is the same a
second later. So what does not depend on the present is computed and encoded once and kept as bytes for as long as the
tier's plan stays what it is; a request adds who is on call, and cuts the ends.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from watchbill import engine
from watchbill.api.json import encoded
from watchbill.api.ocs.wire import AHEAD, contact_to, duty_to, instant_to, lane_shift_to, override_to, tier_head_to
from watchbill.api.tags import tag_of
from watchbill.domain.computed import Lanes, StoredLanes, are_many, stored_lanes
from watchbill.domain.model import Contact, ContactId, ProviderId, TierId, TierPlan

RENDERED_AHEAD: Final = 2 * 86400
"""Seconds that shifts are rendered beyond what a request at that time shows."""
KEPT_BYTES: Final = 64 * 1024 * 1024
"""What all kept tiers may weigh together; the one asked for longest ago goes first."""

_Encoded = Sequence[tuple[engine.Shift, bytes]]


class EncodedTier:
    """One tier's plan in pieces of JSON, for requests between `since` and `until`."""

    def __init__(self, plan: TierPlan, now: int) -> None:
        self.plan = plan
        self._newest = plan
        self.since = now
        self.until = now + RENDERED_AHEAD
        self.tag = tag_of_tier(plan)
        self._head = encoded(tier_head_to(plan))[:-1]
        self._on_demand = [(one, encoded(override_to(one))) for one in plan.overrides if one.end_at > now]
        window = engine.Span(now, self.until + AHEAD)
        self._lanes = None if are_many([plan], window) else _encoded(stored_lanes([plan], window).tiers[0])
        self._said_contacts: tuple[dict[ContactId, Contact], bytes] = {}, b"[]"

    @property
    def weight(self) -> int:
        """Bytes, more or less."""
        return len(self._head) + sum(len(text) for lane in self._lanes or () for _, text in lane)

    @property
    def has_shifts(self) -> bool:
        """Whether the shifts of the next 60 days are kept as well; of a tier that has very many they are not."""
        return self._lanes is not None

    def shows(self, plan: TierPlan) -> bool:
        """Whether the plan is still what it was."""
        if plan is not self._newest:
            if _shown(plan) != _shown(self._newest):
                return False
            # The store read it again because something else changed; from now on it is known by sight.
            self._newest = plan
        return True

    def body(
        self, duty: engine.Duty, contacts: Mapping[ContactId, Contact], now: int, stored: StoredLanes | None = None
    ) -> bytes:
        """The full tier with who is on call, and the shifts of the next 60 days or those that are `stored`.

        `contacts` are at least those that it names.
        """
        if stored is None:
            lanes = [_between(lane, now, now + AHEAD) for lane in self._lanes or ()]
        else:
            lanes = _encoded(stored.tiers[0])
        on_demand = [(one, text) for one, text in self._on_demand if one.end_at > now]
        named: set[int] = {id for layer in self.plan.layers for id in layer.contacts}
        named.update(one.contact_id for one, _ in on_demand)
        named.update(shift.contact for lane in lanes for shift, _ in lane)
        named.update(id for id in (duty.contact, duty.next_contact) if id is not None)
        return b'%b,"on_demand":[%b],"contacts":%b,%b,"schedule":[%b]%b}' % (
            self._head,
            _listed(on_demand),
            self._contacts({id: contacts[id] for id in sorted(map(ContactId, named)) if id in contacts}),
            encoded(duty_to(duty))[1:-1],
            b",".join(b"[%b]" % _listed(lane) for lane in lanes),
            _ended(stored),
        )

    def _contacts(self, named: dict[ContactId, Contact]) -> bytes:
        known, said = self._said_contacts
        if named != known:
            said = encoded([contact_to(contact) for contact in named.values()])
            self._said_contacts = named, said
        return said


def tag_of_tier(plan: TierPlan) -> str:
    """The tag of what an edit of the tier is made to: the tier itself, its layers and its on-demand shifts."""
    return tag_of(plan.tier, plan.layers, plan.overrides)


class EncodedTiers:
    """The tiers that were asked for lately."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self.weight = 0
        self._tiers: OrderedDict[tuple[ProviderId, TierId], EncodedTier] = OrderedDict()

    def tier(self, plan: TierPlan, now: int) -> EncodedTier:
        """The tier in pieces that hold now, from memory where its plan has not changed."""
        key = plan.tier.provider_id, plan.tier.id
        kept = self._tiers.get(key)
        if kept is not None and kept.since <= now <= kept.until and kept.shows(plan):
            self._tiers.move_to_end(key)
            return kept
        if kept is not None:
            self._forget(key)
        fresh = self._tiers[key] = EncodedTier(plan, now)
        self.weight += fresh.weight
        while self.weight > self._kept_bytes:
            self._forget(next(iter(self._tiers)))
        return fresh

    def _forget(self, key: tuple[ProviderId, TierId]) -> None:
        self.weight -= self._tiers.pop(key).weight


def _shown(plan: TierPlan) -> tuple[object, ...]:
    """All of a plan that an answer shows: not who edited its schedule last."""
    return plan.tier, plan.schedule.name, plan.revisions, plan.overrides


def _encoded(lanes: Lanes) -> list[_Encoded]:
    return [[(shift, encoded(lane_shift_to(shift))) for shift in lane] for lane in lanes]


def _between(lane: _Encoded, since: int, until: int) -> _Encoded:
    """The shifts that overlap [since, until), the last one cut there."""
    return [
        (shift, text if shift.end <= until else encoded(lane_shift_to(msgspec.structs.replace(shift, end=until))))
        for shift, text in lane
        if shift.end > since and shift.start < until
    ]


def _listed(texts: Iterable[tuple[object, bytes]]) -> bytes:
    return b",".join(text for _, text in texts)


def _ended(stored: StoredLanes | None) -> bytes:
    """Where the schedule had to end, if it had to."""
    until = None if stored is None else stored.until
    return b"" if until is None else b',"schedule_until":%b' % encoded(instant_to(until))
