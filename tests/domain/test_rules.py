"""What a record may hold, whoever writes it."""

import msgspec
import pytest

from tests.cast import NOW, seeded
from tests.domain.test_use_cases import caller
from tests.domain.values import HOUR, NOON, layer
from watchbill.domain import rosters, tiers
from watchbill.domain.errors import Invalid
from watchbill.domain.model import Contact, Record, RosterShift
from watchbill.domain.rosters import RosterWish
from watchbill.domain.rules import BLOCKS, LINES, layer_problems, shift_problems, text_problems
from watchbill.domain.tiers import TierWish
from watchbill.engine import EARLIEST, OneTime


def test_what_stands_may_stay():
    old = Contact(provider_id=1, id=1, customer_id=1, first_name="An\nn", created_at=0, updated_at=0)
    assert text_problems(Contact, old, old) == []
    assert [path for path, _ in text_problems(Contact, old)] == ["first_name"]


NOBODYS = {
    "id", "login", "tz", "country", "password_hash", "token_hash", "secret_hash", "client_key", "kind", "subject",
    "group_id", "roster_id", "deed", "subject_id", "subject_name", "before", "after", "username", "token_name",
    "address", "request_id", "via", "fingerprint", "key", "body", "headers", "moved_by", "profile",
}  # fmt: skip
"""Texts of records that are made here, copied from another record, or read as something else than text."""


@pytest.mark.parametrize("kind", Record.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_text_of_a_record_has_its_rule(kind):
    texts = {name for name, told in kind.__annotations__.items() if "str" in str(told) or told is str}
    assert texts - {*LINES.get(kind, ()), *BLOCKS.get(kind, ())} <= NOBODYS


# ── rules that are in force together ─────────────────────────────────────────────────────────────────────────────


def replaced(**more):
    return [msgspec.structs.replace(layer(1), **more)]


def shift(name="Day", id="", contacts=(1,), groups=()):
    return RosterShift(id=id, name=name, schedule=OneTime(NOON, NOON + HOUR), contacts=contacts, groups=groups)


LAYERS = [
    ([layer(1), layer(2, index=1)], []),
    ([layer(1), layer(2), layer(3)], [(1, "index"), (2, "index")]),
    (replaced(index=-1), [(0, "index")]),
    (replaced(end=NOON - 30 * 24 * HOUR), [(0, "end")]),
    (replaced(start=EARLIEST - 1), [(0, "start")]),
    (replaced(tz="Nowhere/Land"), [(0, "tz")]),
    (replaced(rotation='{"type":"nonsense"}'), [(0, "rotation.type")]),
    (replaced(rotation="{"), [(0, "rotation")]),
    (replaced(restrictions='[{"type":"daily"}]'), [(0, "restrictions[0].start"), (0, "restrictions[0].end")]),
]
SHIFTS = [
    ([shift(), shift("Night")], []),
    ([shift("Night"), shift("night ")], [(1, "name")]),
    ([shift("\u00e9"), shift("e\u0301")], [(1, "name")]),
    ([shift(id="ESD-1"), shift("Night", id="ESD-1")], [(1, "id")]),
    ([shift(contacts=())], [(0, "contacts")]),
    ([shift("Ni\nght")], [(0, "name")]),
]


@pytest.mark.parametrize(("layers", "faults"), LAYERS)
def test_layers_of_a_tier(layers, faults):
    assert [(place, field) for place, field, _ in layer_problems(layers)] == faults


@pytest.mark.parametrize(("shifts", "faults"), SHIFTS)
def test_shifts_of_a_roster(shifts, faults):
    assert [(place, field) for place, field, _ in shift_problems(shifts)] == faults


def test_a_name_that_a_shift_has_already_may_stay():
    old = [shift("Ni\nght", id="ESD-1")]
    assert list(shift_problems(old, old)) == []


@pytest.mark.anyio
@pytest.mark.parametrize(("layers", "faults"), LAYERS[1:])
async def test_no_use_case_saves_layers_that_break_a_rule(store, layers, faults):
    world = await seeded(store)
    async with store.writing(world.northwind.provider_id) as writes:
        with pytest.raises(Invalid) as refused:
            await tiers.change_tier(writes, caller(world.bob), world.first.id, TierWish(layers=tuple(layers)), NOW)
    assert [path for path, _ in refused.value.problems] == [f"layers[{place}].{field}" for place, field in faults]


@pytest.mark.anyio
@pytest.mark.parametrize(("shifts", "faults"), SHIFTS[1:])
async def test_no_use_case_saves_shifts_that_break_a_rule(store, shifts, faults):
    world = await seeded(store)
    wish = RosterWish(name="Desk", tz="UTC", shifts=tuple(shifts))
    async with store.writing(world.northwind.provider_id) as writes:
        with pytest.raises(Invalid) as refused:
            await rosters.add_roster_of(writes, caller(world.bob), world.acme.id, wish, NOW)
    assert [path for path, _ in refused.value.problems] == [f"shifts[{place}].{field}" for place, field in faults]
