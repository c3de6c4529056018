"""What a row tells of a record, and that whoever changes something signs it."""

import ast
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

import watchbill
from tests.store.values import MADE, House, settled
from watchbill import engine
from watchbill.domain.audit import told
from watchbill.domain.model import (
    AccountId,
    AuditRow,
    Author,
    Group,
    GroupId,
    Membership,
    ProviderId,
    Record,
    RosterId,
    RosterRevision,
    RosterShift,
    Via,
)
from watchbill.domain.ports import AuditFilter, Cut, Store

pytestmark = pytest.mark.anyio
SOURCE = Path(watchbill.__file__).parent
BY = Author(via=Via.V1, at=MADE)
UNSIGNED = {
    "domain/accounts.py": 1,  # a program's access token
    "domain/sessions.py": 1,  # a session in use lasts longer
    "wiring.py": 1,  # nothing: whether a write gets its turn
}
"""Where the system notes something for itself, and how often."""


def unsigned(path: Path) -> int:
    """How many transactions a module opens without saying for whom."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    opened = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "writing"]
    return sum(len(one.args) + len(one.keywords) < 2 for one in opened)


def test_every_edge_signs_what_it_writes() -> None:
    found = {
        str(path.relative_to(SOURCE)): unsigned(path) for path in SOURCE.rglob("*.py") if path.parent.name != "store"
    }
    assert {name: count for name, count in found.items() if count} == UNSIGNED


async def test_a_layer_is_told_as_its_author_wrote_it(store: Store) -> None:
    house = await settled(store)
    said = told(house.revision(1, house.ann))["layers"][0]
    assert said["rotation"] == {"type": "daily"}
    assert said["restrictions"] is None
    assert (said["start"], said["end"]) == (engine.iso(MADE), None)


async def test_a_profile_is_told_field_by_field(store: Store) -> None:
    house = await settled(store)
    [row] = await rows_of(house, changed(house.ann, profile='{"city":"Basel","roles":["a"]}'))
    assert '"profile":{"city":"Basel","roles":["a"]}' in (row.after or "")


def test_a_shift_rule_is_told_with_dates_and_times_of_day() -> None:
    recurring = engine.Recurring(739_000, 22 * 3600, 6 * 3600 + 61, engine.Weekly(1, (0, 2)), engine.Until(MADE))
    shift = RosterShift(id="1", name="Night", schedule=recurring)
    revision = RosterRevision(
        provider_id=ProviderId(1),
        roster_id=RosterId("ES-1"),
        number=1,
        counts_from=None,
        saved_at=MADE,
        saved_by=AccountId(1),
        tz="UTC",
        shifts=(shift,),
    )
    said = told(revision)["shifts"][0]["schedule"]
    assert (said["anchor_on"], said["start_time"], said["end_time"]) == ("2024-04-24", "22:00:00", "06:01:01")
    assert said["ends"]["at"] == engine.iso(MADE)


async def rows_of(house: House, *saved: Record, deleted: tuple[Record, ...] = ()) -> list[AuditRow]:
    async with house.writing(BY) as writes:
        await writes.save(*saved)
        await writes.delete(*deleted)
    async with house.reading() as reads:
        return list((await reads.audit_page(AuditFilter(), Cut())).rows)


async def test_everything_is_called_by_name_and_put_down_to_its_customer(store: Store) -> None:
    house = await settled(store)
    await house.save(house.revision(1, house.ann))
    saved = (
        await house.client("key"),
        await house.token("aa"),
        await house.feed("5ec"),
        await house.override(1, 2),
        house.roster_revision(1, [house.ann]),
        house.membership(house.ann),
        house.revision(2, house.ben),
    )
    rows = await rows_of(house, *saved)
    assert [(row.kind, row.subject_name) for row in reversed(rows)] == [
        ("oauth_client", "NOC"),
        ("token", "ci"),
        ("feed", f"tier {house.tier.id}"),
        ("override", "NOC, tier 1"),
        ("rules", "Desk"),
        ("membership", "Ann in Nights"),
        ("layers", "NOC, tier 1"),
    ]
    assert {row.customer_id for row in rows} == {house.acme.id}


@pytest.mark.parametrize(
    ("kind", "went"),
    [("group", ["members"]), ("roster", ["tz", "shifts"]), ("tier", ["layers", "overrides"])],
)
async def test_what_went_with_a_record_is_told(kind: str, went: list[str], store: Store) -> None:
    house = await settled(store)
    await house.save(house.membership(house.ann), house.roster_revision(1, [house.ann]), house.revision(1, house.ann))
    [row] = await rows_of(house, deleted=(getattr(house, kind),))
    assert [name in (row.before or "") for name in went] == [True] * len(went)


async def test_what_went_with_a_customer_is_told(store: Store) -> None:
    house = await settled(store)
    rows = await rows_of(house, deleted=(house.schedule, house.roster, house.acme))
    [gone] = [row.before or "" for row in rows if row.kind == "customer"]
    assert [f'"{name}"' in gone for name in ("Ann", "Nights", house.account.username)] == [True] * 3


async def test_what_names_something_that_is_gone_is_told_without_its_name(store: Store) -> None:
    house = await settled(store)
    other = Group(provider_id=house.provider_id, id=GroupId("gone"), customer_id=house.acme.id, name="x", created_at=1)
    lost = Membership(provider_id=house.provider_id, group_id=other.id, contact_id=house.ann.id, joined_at=MADE)
    [row] = await rows_of(house, lost)
    assert (row.subject_id, row.subject_name, row.customer_id) == ("gone", "Ann", None)
