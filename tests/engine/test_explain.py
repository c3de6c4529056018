"""Why: each rule, how it stands, what hides it, and that the steps lead to the answer."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import roster_oracle, roster_strategies
from tests.engine.oracle import utc
from tests.engine.strategies import examples, instants_near, moments, tiers
from tests.engine.told import a_layer, an_override, tier
from watchbill.engine import (
    Layer,
    Membership,
    OneTime,
    Override,
    Recurring,
    Revision,
    Roster,
    RosterRevision,
    Shift,
    ShiftRule,
    Span,
    Tier,
    duty_at,
    recurrence,
    roster_duty_at,
    tier_of,
)
from watchbill.engine.explain import (
    Explanation,
    LayerRef,
    Names,
    OverrideRef,
    RevisionRef,
    ShiftRef,
    State,
    Step,
    Turn,
    ending,
    explain_roster,
    explain_tier,
)

HOUR = 3600
NAMES = Names({1: "Ann", 2: "Ben", 3: "Cem", 9: "Zoe"}, {"n": "North"})
OFFICE = [{"type": "days", "days": [0, 1, 2, 3, 4], "start": "09:00", "end": "17:00"}]
BERLIN = "Europe/Berlin"


def why(at: str, *layers: Layer, overrides: tuple[Override, ...] = ()) -> Explanation:
    return explain_tier(tier_of(layers, overrides), utc(at), NAMES)


def layer_step(at: str, layer: Layer) -> Step:
    return why(at, layer).steps[1]


def test_the_steps_go_from_the_revision_down_the_stack_to_the_override() -> None:
    cover = an_override("2026-06-03 08:00", "2026-06-03 12:00")
    told = why("2026-06-03 10:00", a_layer(), a_layer(index=4), overrides=(cover,))
    assert [step.rule for step in told.steps] == [
        RevisionRef(1, "revision 1 of 1"),
        LayerRef(4, "layer 4, daily, UTC"),
        LayerRef(0, "layer 0, daily, UTC"),
        OverrideRef(70, "on-demand shift 70"),
    ]


def test_the_story_can_be_read() -> None:
    office = a_layer("2026-03-02 09:00", {"type": "weekly"}, OFFICE, (1, 2, 3), 2, BERLIN)
    base = a_layer("2026-03-02 09:00", {"type": "weekly"}, None, (3,), 0, BERLIN)
    told = explain_tier(tier_of([base, office]), utc("2026-06-03 10:00"), NAMES, BERLIN)
    assert told.text == (
        "1. Revision 1 of 1: in force always.\n"
        "2. Layer 2, weekly, Mon–Fri 09:00–17:00 Europe/Berlin: Ben, turn 14 of Ann, Ben, Cem; "
        "handed off Monday 2026-06-01 09:00 Europe/Berlin; open Wednesday 2026-06-03 09:00 – 17:00 Europe/Berlin.\n"
        "3. Layer 0, weekly, Europe/Berlin: Cem, who takes every turn, since Monday 2026-03-02 09:00 Europe/Berlin; "
        "hidden by layer 2.\n"
        "Result: Ben is on call Wednesday 2026-06-03 09:00 – 17:00 Europe/Berlin; then Cem."
    )


def test_an_open_layer_tells_its_shift_and_its_turn() -> None:
    step = layer_step("2026-06-02 12:00", a_layer(restrictions=OFFICE))
    assert (step.state, step.gave) == (State.ON, (2,))
    assert step.span == Span(utc("2026-06-02 09:00"), utc("2026-06-02 17:00"))
    assert step.turn == Turn(2, (1, 2), utc("2026-06-02"), utc("2026-06-03"))


def test_a_contact_with_two_turns_in_a_row_was_handed_off_at_the_first() -> None:
    step = layer_step("2026-06-02 12:00", a_layer(contacts=(1, 1, 2)))
    assert step.turn == Turn(2, (1, 1, 2), utc("2026-06-01"), utc("2026-06-03"))


def test_a_turn_lies_within_its_layer() -> None:
    step = layer_step("2026-06-02 12:00", a_layer(rotation={"type": "weekly"}, end="2026-06-05"))
    assert step.turn == Turn(1, (1, 2), utc("2026-06-01"), utc("2026-06-05"))


def test_the_highest_layer_that_has_somebody_hides_all_below() -> None:
    closed = a_layer(restrictions=OFFICE, index=9)
    told = why("2026-06-02 20:00", closed, a_layer(index=5), a_layer(index=3), a_layer(index=1))
    hidden = [step.hidden_by for step in told.steps[1:]]
    assert hidden == [None, None, LayerRef(5, "layer 5, daily, UTC"), LayerRef(5, "layer 5, daily, UTC")]


def test_an_override_hides_every_layer_that_has_somebody() -> None:
    cover = an_override("2026-06-02", "2026-06-03")
    told = why("2026-06-02 20:00", a_layer(), a_layer(restrictions=OFFICE, index=1), overrides=(cover,))
    assert [step.hidden_by for step in told.steps] == [None, None, OverrideRef(70, "on-demand shift 70"), None]
    assert told.result.rules == (OverrideRef(70, "on-demand shift 70"),)
    assert told.steps[-1].text == "Tuesday 2026-06-02 00:00 – Wednesday 2026-06-03 00:00 UTC, Zoe, over all layers"


MONDAY = "Monday 2026-06-01 00:00 UTC"
NEVER: list[dict[str, Any]] = []


@pytest.mark.parametrize(
    ("at", "layer", "state", "text", "next_at"),
    [
        ("2026-05-01", a_layer(), State.BEFORE, f"it starts {MONDAY} with Ann", "2026-06-01"),
        (
            "2026-05-01",
            a_layer(restrictions=OFFICE),
            State.BEFORE,
            f"it starts {MONDAY} and opens Monday 2026-06-01 09:00 UTC for Ann",
            "2026-06-01 09:00",
        ),
        ("2026-05-01", a_layer(restrictions=OFFICE, end="2026-06-01 08:00"), State.BEFORE, f"it starts {MONDAY}", None),
        ("2026-07-01", a_layer(end="2026-06-05"), State.ENDED, "it ended Friday 2026-06-05 00:00 UTC", None),
        (
            "2026-06-06 12:00",
            a_layer(restrictions=OFFICE),
            State.CLOSED,
            "closed; opens Monday 2026-06-08 09:00 UTC for Ben",
            "2026-06-08 09:00",
        ),
        (
            "2026-06-06 12:00",
            a_layer(restrictions=OFFICE, end="2026-06-07"),
            State.CLOSED,
            "closed, and does not open again before its end",
            None,
        ),
        ("2026-06-06", a_layer(contacts=()), State.EMPTY, "nobody takes turns in it", None),
        ("2026-06-06", a_layer(restrictions=NEVER), State.NEVER, "it is never open", None),
    ],
)
def test_a_layer_that_has_nobody_says_why(at: str, layer: Layer, state: State, text: str, next_at: str | None) -> None:
    step = layer_step(at, layer)
    assert (step.state, step.text, step.gave) == (state, text, ())
    assert step.next_at == (utc(next_at) if next_at else None)


def test_the_revision_in_force_then_is_the_one_that_is_asked() -> None:
    of_three = (
        Revision(None, (a_layer(contacts=(1,)),)),
        Revision(utc("2026-06-10"), ()),
        Revision(utc("2026-06-10"), ()),
    )
    told = explain_tier(Tier(of_three, ()), utc("2026-06-09"), NAMES)
    assert told.steps[0].rule == RevisionRef(1, "revision 1 of 3")
    assert told.steps[0].text == "in force until Wednesday 2026-06-10 00:00 UTC"
    later = explain_tier(Tier(of_three, ()), utc("2026-06-10"), NAMES)
    assert later.steps[0].rule == RevisionRef(3, "revision 3 of 3")


# --- nobody ---------------------------------------------------------------------------------------------


def test_a_gap_gives_the_reason_of_every_layer() -> None:
    told = why("2026-06-06 12:00", a_layer(restrictions=OFFICE))
    assert told.result.reasons == (
        "layer 0: closed; opens Monday 2026-06-08 09:00 UTC for Ben",
        "no on-demand shift covers this moment",
    )
    assert told.text.endswith(
        "Result: nobody is on call until Monday 2026-06-08 09:00 UTC; then Ben.\n"
        "- No on-demand shift covers this moment."
    )


@pytest.mark.parametrize(
    ("revisions", "reason"),
    [
        ((), "there are no layers"),
        ((Revision(None, ()),), "the revision in force has no layers"),
        ((Revision(utc("2026-07-01"), ()),), "the first layers count from Wednesday 2026-07-01 00:00 UTC on"),
    ],
)
def test_without_layers_the_reason_is_that(revisions: tuple[Revision, ...], reason: str) -> None:
    told = explain_tier(Tier(revisions, ()), utc("2026-06-06"), NAMES)
    assert told.result.reasons == (reason, "no on-demand shift covers this moment")
    assert "Result: nobody is on call.\n" in told.text


def test_an_override_counts_where_there_are_no_layers() -> None:
    told = explain_tier(Tier((), (an_override("2026-06-01", "2026-06-02"),)), utc("2026-06-01"), NAMES)
    assert (told.result.contacts, told.result.reasons) == ((9,), ())


def test_who_has_no_name_is_known_by_number() -> None:
    assert why("2026-06-01", a_layer(contacts=(44,))).steps[1].text.startswith("contact 44, who takes every turn")
    assert Names({}).group("g") == "group g"


def test_who_comes_after_a_break_is_told_with_the_moment() -> None:
    told = why("2026-06-01 10:00", a_layer(restrictions=OFFICE))
    assert told.result.text == (
        "Ann is on call Monday 2026-06-01 09:00 – 17:00 UTC; from Tuesday 2026-06-02 09:00 UTC Ben."
    )


# --- rosters --------------------------------------------------------------------------------------------

JUNE = date(2026, 6, 1).toordinal()


def recurring(start: int, end: int, pattern: recurrence.Pattern, **more: Any) -> Recurring:
    return Recurring(JUNE, start * HOUR, end * HOUR, pattern, **more)


NIGHT = recurring(22, 6, recurrence.Weekly(1, (0, 1, 2, 3, 4)))


def roster_why(at: str, *rules: ShiftRule, memberships: tuple[Membership, ...] = ()) -> Explanation:
    return explain_roster(Roster((RosterRevision(None, "UTC", rules),), memberships), utc(at), NAMES)


def rule_step(at: str, schedule: OneTime | Recurring) -> Step:
    return roster_why(at, ShiftRule(id="a", name="Night", schedule=schedule, contacts=(1,))).steps[1]


def test_a_rule_that_is_on_names_its_people_and_those_of_its_groups_then() -> None:
    rule = ShiftRule(id="a", name="Night", schedule=NIGHT, contacts=(1,), groups=("n", "s"))
    members = (
        Membership("n", 2, utc("2026-06-01"), utc("2026-06-02")),
        Membership("n", 3, utc("2026-06-02")),
        Membership("n", 9, utc("2026-06-20")),
    )
    told = roster_why("2026-06-02 23:00", rule, memberships=members)
    step = told.steps[1]
    assert (step.state, step.gave) == (State.ON, (1, 3))
    assert step.rule == ShiftRef("a", "Night, weekly on Mon–Fri 22:00–06:00 UTC")
    assert step.text == (
        "on Tuesday 2026-06-02 22:00 – Wednesday 2026-06-03 06:00 UTC; "
        "Ann, group North (Cem) and group s (without members then)"
    )
    assert told.result.rules == (step.rule,)


@pytest.mark.parametrize(("at", "gave"), [("22:59:59", ()), ("23:00", (2,)), ("23:29:59", (2,)), ("23:30", ())])
def test_who_joins_is_in_a_group_at_once_and_who_leaves_is_out_at_once(at: str, gave: tuple[int, ...]) -> None:
    stay = Membership("n", 2, utc("2026-06-02 23:00"), utc("2026-06-02 23:30"))
    told = roster_why(f"2026-06-02 {at}", ShiftRule(id="a", schedule=NIGHT, groups=("n",)), memberships=(stay,))
    assert told.steps[1].gave == gave


@pytest.mark.parametrize(
    ("at", "schedule", "state", "text"),
    [
        (
            "2026-06-02 12:00",
            NIGHT,
            State.CLOSED,
            "outside its hours 22:00–06:00; next Tuesday 2026-06-02 22:00 – Wednesday 2026-06-03 06:00 UTC",
        ),
        (
            "2026-06-07 03:00",
            NIGHT,
            State.OTHER_DAY,
            "its pattern does not fall on Saturday 2026-06-06; "
            "next Monday 2026-06-08 22:00 – Tuesday 2026-06-09 06:00 UTC",
        ),
        (
            "2026-06-07 12:00",
            NIGHT,
            State.OTHER_DAY,
            "its pattern does not fall on Sunday 2026-06-07; "
            "next Monday 2026-06-08 22:00 – Tuesday 2026-06-09 06:00 UTC",
        ),
        ("2026-05-02 23:00", NIGHT, State.BEFORE, "it begins Monday 2026-06-01 22:00 UTC"),
        (
            "2026-06-12",
            recurring(8, 9, recurrence.Daily(), ends=recurrence.Occurrences(3)),
            State.ENDED,
            "it ended Wednesday 2026-06-03 09:00 UTC",
        ),
        (
            "2026-06-12",
            recurring(8, 9, recurrence.Daily(), ends=recurrence.Until(utc("2026-05-01"))),
            State.NEVER,
            "it never occurs",
        ),
        (
            "2026-06-12",
            OneTime(utc("2026-06-11"), utc("2026-06-11 12:00")),
            State.ENDED,
            "it ended Thursday 2026-06-11 12:00 UTC",
        ),
        (
            "2026-06-12",
            OneTime(utc("2026-06-13"), utc("2026-06-14")),
            State.BEFORE,
            "it begins Saturday 2026-06-13 00:00 UTC",
        ),
    ],
)
def test_a_rule_that_is_not_on_says_why(at: str, schedule: OneTime | Recurring, state: State, text: str) -> None:
    step = rule_step(at, schedule)
    assert (step.state, step.text, step.gave, step.hidden_by) == (state, text, (), None)


def test_a_rule_that_is_on_with_nobody_in_it_says_so() -> None:
    empty = ShiftRule(id="a", name="Night", schedule=NIGHT, groups=("n",))
    alone = ShiftRule(id="b", name="Alone", schedule=NIGHT)
    told = roster_why("2026-06-02 23:00", empty, alone)
    span = "on Tuesday 2026-06-02 22:00 – Wednesday 2026-06-03 06:00 UTC"
    assert [step.text for step in told.steps[1:]] == [
        f"{span}, but nobody is in it: group North had no members then",
        f"{span}, but nobody is in it",
    ]
    assert len(told.result.reasons) == 2


@pytest.mark.parametrize(
    ("revisions", "reason"),
    [
        ((), "there are no shifts"),
        ((RosterRevision(None, "UTC", ()),), "the revision in force has no shifts"),
    ],
)
def test_without_shift_rules_the_reason_is_that(revisions: tuple[RosterRevision, ...], reason: str) -> None:
    assert explain_roster(Roster(revisions), 0, NAMES).result.reasons == (reason,)


def test_several_people_are_on_together() -> None:
    both = ShiftRule(id="a", schedule=OneTime(utc("2026-06-01"), utc("2026-06-02")), contacts=(1, 2))
    told = roster_why("2026-06-01", both).result
    assert told.text == "Ann and Ben are on call Monday 2026-06-01 00:00 – Tuesday 2026-06-02 00:00 UTC."


def test_whoever_knows_better_until_when_says_so() -> None:
    both = ShiftRule(id="a", schedule=OneTime(utc("2026-06-01"), utc("2026-06-02")), contacts=(1,))
    better = ending(roster_why("2026-06-01", both).result, None, NAMES)
    assert (better.until, better.text) == (None, "Ann is on call from Monday 2026-06-01 00:00 UTC on.")


# --- the steps lead to the answer ------------------------------------------------------------------------


@st.composite
def asked_tiers(draw: st.DrawFn) -> tuple[Tier, int]:
    moment = draw(moments())
    return tier(draw(tiers(moment))), draw(instants_near(moment))


def following(told: Explanation) -> tuple[int | None, Span | None]:
    """Whom the one step that nothing hides gives, and its rule's own shift."""
    seen = [step for step in told.steps if step.gave and step.hidden_by is None]
    assert len(seen) <= 1
    return (seen[0].gave[0], seen[0].span) if seen else (None, None)


@examples(300)
@given(asked_tiers())
def test_the_one_step_that_nothing_hides_is_who_is_on(drawn: tuple[Tier, int]) -> None:
    asked, at = drawn
    told, duty = explain_tier(asked, at, NAMES), duty_at(asked, at)
    contact, span = following(told)
    assert contact == duty.contact
    assert told.result.contacts == (() if duty.contact is None else (duty.contact,))
    assert (told.result.since, told.result.next_at) == (duty.since, duty.next_at)
    if isinstance(duty.shift, Shift) and span is not None:
        assert span.start <= at < span.end
        assert [step.rule for step in told.steps if step.gave and step.hidden_by is None] == list(told.result.rules)


@examples(300)
@given(asked_tiers())
def test_a_turn_s_number_names_whom_the_layer_gives(drawn: tuple[Tier, int]) -> None:
    asked, at = drawn
    for step in explain_tier(asked, at, NAMES).steps:
        if step.turn is not None and step.span is not None:
            assert (step.turn.of[(step.turn.number - 1) % len(step.turn.of)],) == step.gave
            assert step.turn.start <= at < step.turn.end


@examples(200)
@given(asked_tiers())
def test_what_is_closed_opens_when_it_says(drawn: tuple[Tier, int]) -> None:
    asked, at = drawn
    for step in explain_tier(asked, at, NAMES).steps[1:]:
        if step.next_at is not None:
            assert step.next_at > at
            alone = Tier(tuple(Revision(None, each.layers) for each in asked.revisions[-1:]), ())
            if [each.rule for each in explain_tier(alone, at, NAMES).steps[1:]].count(step.rule) == 1:
                again = explain_tier(alone, step.next_at, NAMES)
                assert [each.gave != () for each in again.steps if each.rule == step.rule] == [True]


@st.composite
def asked_rosters(draw: st.DrawFn) -> tuple[roster_oracle.ToldRoster, int]:
    moment = draw(moments())
    return draw(roster_strategies.rosters(moment)), draw(instants_near(moment))


@examples(150)
@given(asked_rosters())
def test_the_steps_of_a_roster_give_whoever_is_on(drawn: tuple[roster_oracle.ToldRoster, int]) -> None:
    roster, at = roster_strategies.roster(drawn[0]), drawn[1]
    told, duty = explain_roster(roster, at, NAMES), roster_duty_at(roster, at)
    assert {contact for step in told.steps for contact in step.gave} == set(duty.contacts)
    assert {step.rule.id for step in told.steps if isinstance(step.rule, ShiftRef) and step.gave} == {
        shift.rule for shift in duty.shifts
    }
    assert told.result.contacts == duty.contacts
