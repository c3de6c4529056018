"""Full tiers in pieces of JSON that stay the same from request to request.

A tier is asked for all day long, and its answer shows its layers from their start, years ago perhaps, to 60 days from
now: nearly all of it is the same a second later. So what does not depend on the present is computed and encoded once
and kept as bytes for as long as the tier's plan stays what it is; a request adds who is on call, and cuts the end.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from watchbill import engine
from watchbill.api.json import encoded
from watchbill.api.ocs.wire import AHEAD, contact_to, contacts_of, duty_to, layer_shift_to, tier_head_to
from watchbill.api.tags import tag_of
from watchbill.domain.model import Contact, ContactId, ProviderId, TierId, TierPlan

RENDERED_AHEAD: Final = 2 * 86400
"""Seconds that layers are rendered beyond what a request at that time shows."""
KEPT_BYTES: Final = 64 * 1024 * 1024
"""What all kept tiers may weigh together; the one asked for longest ago goes first."""


class _Layer(msgspec.Struct, frozen=True):
    """The shifts of one layer: those that every request shows whole, and those that the present will come to."""

    standing: bytes
    coming: tuple[tuple[engine.Shift, bytes], ...]

    def until(self, end: int) -> bytes:
        """The shifts up to an instant, the last one cut there."""
        shown = [
            text if shift.end <= end else encoded(layer_shift_to(msgspec.structs.replace(shift, end=end)))
            for shift, text in self.coming
            if shift.start < end
        ]
        return b",".join([self.standing, *shown] if self.standing else shown)


class EncodedTier:
    """One tier's plan in pieces of JSON, for requests between `since` and `until`."""

    def __init__(self, plan: TierPlan, now: int) -> None:
        self.plan = plan
        self._newest = plan
        self.since = now
        self.until = now + RENDERED_AHEAD
        self.named = contacts_of(plan)
        self._head = encoded(tier_head_to(plan))[:-1]
        self._layers = _layers(plan, now + AHEAD, self.until + AHEAD)
        self.tag = tag_of_tier(plan)
        self._contacts: Mapping[ContactId, Contact] = {}
        self._said_contacts = b"[]"

    @property
    def weight(self) -> int:
        """Bytes, more or less."""
        return len(self._head) + sum(len(layer.standing) for layer in self._layers)

    def shows(self, plan: TierPlan) -> bool:
        """Whether the plan is still what it was."""
        if plan is not self._newest:
            if plan != self._newest:
                return False
            # The store read it again because something else changed; from now on it is known by sight.
            self._newest = plan
        return True

    def body(self, duty: engine.Duty, contacts: Mapping[ContactId, Contact], now: int) -> bytes:
        """The full tier with who is on call; `contacts` are those that it names."""
        if contacts != self._contacts:
            self._said_contacts = encoded([contact_to(contact) for _, contact in sorted(contacts.items())])
            self._contacts = contacts
        layers = [b"[%b]" % layer.until(now + AHEAD) for layer in self._layers]
        return b'%b,"contacts":%b,%b,"schedule":[%b]}' % (
            self._head,
            self._said_contacts,
            encoded(duty_to(duty))[1:-1],
            b",".join(layers or [b"[]"]),
        )


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


def _layers(plan: TierPlan, standing_until: int, until: int) -> list[_Layer]:
    rules = plan.rules
    layers = rules.revisions[-1].layers if rules.revisions else ()
    rendered = engine.covered_layers(layers, rules.overrides, engine.Span(engine.BEGINNING, until))
    return [_layer(shifts, standing_until) for shifts in rendered]


def _layer(shifts: Iterable[engine.Shift], standing_until: int) -> _Layer:
    texts = [(shift, encoded(layer_shift_to(shift))) for shift in shifts]
    return _Layer(
        standing=b",".join(text for shift, text in texts if shift.end <= standing_until),
        coming=tuple((shift, text) for shift, text in texts if shift.end > standing_until),
    )
