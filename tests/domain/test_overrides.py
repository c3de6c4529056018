"""What becomes of overrides when others are laid over them: one after the other, previewed as it is saved."""

from itertools import pairwise

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, at, on, seeded
from tests.domain.test_use_cases import caller
from tests.domain.values import HOUR, NOON, override
from watchbill.domain.overrides import LONGEST, lay, span_problems
from watchbill.domain.tiers import CoverWish, TierWish, change_tier, plan_to_edit, preview

NEW, LATER = -1, -2


def hours(overrides):
    return [(one.id, (one.start_at - NOON) // HOUR, (one.end_at - NOON) // HOUR) for one in overrides]


def rows(*told, contact=9):
    return [override(id, NOON + start * HOUR, NOON + end * HOUR, contact) for id, start, end in told]


@pytest.mark.parametrize(
    ("standing", "wishes", "saved", "changed", "deleted"),
    [
        ([], [(NEW, 0, 1)], [(NEW, 0, 1)], [], []),
        ([(1, 0, 1)], [(NEW, 1, 2)], [(NEW, 1, 2)], [], []),
        ([(1, 0, 1)], [(NEW, -1, 0)], [(NEW, -1, 0)], [], []),
        ([(1, 0, 1)], [(NEW, 0, 1)], [(NEW, 0, 1)], [], [(1, 0, 1)]),
        ([(1, 1, 2), (2, 2, 3)], [(NEW, 0, 4)], [(NEW, 0, 4)], [], [(1, 1, 2), (2, 2, 3)]),
        ([(1, 0, 2)], [(NEW, 1, 3)], [(NEW, 1, 3)], [(1, 0, 1)], []),
        ([(1, 0, 2)], [(NEW, -1, 1)], [(NEW, -1, 1)], [(1, 1, 2)], []),
        ([(1, 0, 3)], [(NEW, 1, 2)], [(NEW, 1, 2)], [(1, 0, 1), (LATER, 2, 3)], []),
        ([(1, 0, 1)], [(1, 4, 5)], [(1, 4, 5)], [], []),
        ([(1, 0, 3)], [(1, 1, 2)], [(1, 1, 2)], [], []),
        ([(1, 0, 1), (2, 1, 2)], [(1, 1, 2)], [(1, 1, 2)], [], [(2, 1, 2)]),
        ([], [(NEW, 0, 3), (LATER, 1, 2)], [(NEW, 0, 1), (LATER, 1, 2), (-3, 2, 3)], [], []),
        ([], [(NEW, 0, 1), (LATER, 0, 1)], [(LATER, 0, 1)], [], []),
        ([(1, 0, 3)], [(NEW, 0, 3), (1, 1, 2)], [(NEW, 0, 1), (1, 1, 2), (-3, 2, 3)], [], []),
        ([(1, 0, 3)], [(NEW, 1, 2), (1, 4, 5)], [(NEW, 1, 2), (1, 4, 5)], [(-3, 2, 3)], []),
        ([(1, 0, 1)], [(1, 2, 3), (1, 4, 5)], [(1, 4, 5)], [], []),
    ],
)
def test_each_takes_its_span_from_what_is_there(standing, wishes, saved, changed, deleted):
    laid = lay(rows(*standing), rows(*wishes))
    assert hours(laid.saved) == saved
    assert hours(laid.changed) == changed
    assert hours(laid.deleted) == deleted


def test_what_is_split_off_keeps_its_contact_and_its_maker():
    laid = lay(rows((1, 0, 3), contact=4), rows((NEW, 1, 2)))
    assert [(one.contact_id, one.created_by) for one in laid.changed] == [(4, 1), (4, 1)]


@pytest.mark.parametrize("length", [0, -1])
def test_an_end_has_to_be_after_its_start(length):
    assert span_problems(NOON, NOON + length) == [("end", "The end must be after the start.")]


def test_an_override_lasts_a_year_at_most():
    assert span_problems(NOON, NOON + LONGEST) == []
    assert [path for path, _ in span_problems(NOON, NOON + LONGEST + 1, "on_demand[2].")] == ["on_demand[2].end"]


def test_ends_that_could_not_be_read_have_no_further_problem():
    assert span_problems(None, NOON) == span_problems(NOON, None) == []


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────


spans = st.tuples(st.integers(0, 23), st.integers(1, 8)).map(lambda span: (span[0], min(24, sum(span))))
cuts = st.sets(st.sampled_from(range(1, 24)), max_size=5).map(lambda at: [0, *sorted(at), 24])


@st.composite
def standing_and_wishes(draw):
    """Rows that do not overlap, with ids from 1 on, and wishes of which some take the place of one of them."""
    ends = draw(cuts)
    places = [span for span in pairwise(ends) if draw(st.booleans())]
    standing = [(id, *span) for id, span in enumerate(places, 1)]
    ids = st.sampled_from([None, *(id for id, _, _ in standing)])
    wishes = [(draw(ids), *draw(spans)) for _ in range(draw(st.integers(0, 5)))]
    return standing, [(-n if id is None else id, start, end) for n, (id, start, end) in enumerate(wishes, 1)]


def painted(standing, wishes):
    """The same, hour by hour: whose each hour is, a wish after the other; who is torn apart has another name after."""
    paper = {hour: id for id, start, end in standing for hour in range(start, end)}
    torn = 100
    for id, start, end in wishes:
        paper = {hour: one for hour, one in paper.items() if one != id and not start <= hour < end}
        behind = {paper.get(hour) for hour in range(start)} - {None}
        for one in sorted({paper[hour] for hour in range(end, 24) if hour in paper} & behind):
            torn += 1
            paper |= {hour: torn for hour in range(end, 24) if paper.get(hour) == one}
        paper |= dict.fromkeys(range(start, end), id)
    return paper


@given(standing_and_wishes())
def test_laying_is_painting(drawn):
    standing, wishes = drawn
    laid = lay(rows(*standing), rows(*wishes))
    there = {hour: id for id, start, end in hours(laid.standing) for hour in range(start, end)}
    paper = painted(standing, wishes)
    assert there.keys() == paper.keys()
    assert len({(there[hour], paper[hour]) for hour in paper}) == len(set(paper.values())) == len(set(there.values()))


@given(standing_and_wishes())
def test_what_changed_and_what_stayed_are_all_there_is(drawn):
    standing, wishes = (rows(*some) for some in drawn)
    laid = lay(standing, wishes)
    touched = {one.id for one in (*laid.saved, *laid.changed, *laid.deleted)}
    rest = [one for one in standing if one.id not in touched]
    assert sorted((*rest, *laid.saved, *laid.changed), key=lambda one: one.start_at) == list(laid.standing)
    assert all(one.end_at <= after.start_at for one, after in pairwise(laid.standing))


def told(overrides, ids):
    """Overrides as a preview has them, those that are new without their ids."""
    return [(one.id if one.id in ids else None, one.start, one.end, one.contact) for one in overrides]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(standing_and_wishes(), st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_a_preview_shows_what_is_saved(store, drawn, contacts):
    standing, wishes = drawn
    people = iter(contacts)

    def wish(world, covers):
        known = [world.ann.id, world.ben.id, world.rita.id]
        since = at(on(20))
        return TierWish(
            covers=tuple(
                CoverWish(
                    path="",
                    id=id,
                    contact_id=known[next(people)],
                    start=since + start * HOUR,
                    end=since + end * HOUR,
                )
                for id, start, end in covers
            )
        )

    async def both():
        world = await seeded(store)
        bob, ref = caller(world.bob), world.second.id
        async with store.writing(world.northwind.provider_id) as writes:
            await change_tier(writes, bob, ref, wish(world, [(None, *span) for _, *span in standing]), NOW)
            ids = [one.id for one in await writes.overrides(ref)]
            edit = wish(world, [(ids[id - 1] if id > 0 else None, *span) for id, *span in wishes])
            previewed = preview(await plan_to_edit(writes, bob, ref, edit), edit)
            await change_tier(writes, bob, ref, edit, NOW)
            saved = (await writes.tier_plan(ref)).rules
        return told(previewed.overrides, ids), told(saved.overrides, ids)

    previewed, saved = anyio.run(both)
    assert previewed == saved
