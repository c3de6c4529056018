"""Who is on call: the answers to the question that everything else exists for."""

from watchbill import engine
from watchbill.domain.history import in_force
from watchbill.domain.model import LayerRule, Revision, TierPlan


def duty(plan: TierPlan, at: int) -> engine.Duty:
    """Who is on call at an instant, since when, until when, and who comes next; by the rules in force then."""
    return engine.duty_at(plan.rules, at)


def timeline(plan: TierPlan, window: engine.Span) -> list[engine.Shift]:
    """What really happened and will happen in a window: each moment by the revision in force then."""
    return engine.tier_timeline(plan.rules, window)


def zone_of(plan: TierPlan, shift: engine.Shift) -> str:
    """The zone whose nights and weekends a shift of the timeline is measured by.

    The zone of the layer that put the contact there; for an override that of the lowest layer in force at its start;
    UTC where the tier had no layers.
    """
    revision: Revision | None = in_force(plan.revisions, shift.start)
    layers: tuple[LayerRule, ...] = revision.layers if revision else ()
    for layer in layers:
        if shift.layer is None or layer.index == shift.layer:
            return layer.tz
    return "UTC"
