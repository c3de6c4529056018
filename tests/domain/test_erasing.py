"""Erasing: what has ended is gone for good; of a person only the hours stay."""

import msgspec
import pytest

from tests.api.v1.words import cover, daily, group, member, revision, roster
from tests.cast import NOW, at, on
from tests.domain.test_use_cases import caller
from watchbill.domain import accounts, contacts, endings, erasing
from watchbill.domain.board import Filters
from watchbill.domain.erased import pieces_of, texts_of, without
from watchbill.domain.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from watchbill.domain.load import By, load_report
from watchbill.domain.model import Author, KeptAnswer, Via
from watchbill.domain.ports import AuditFilter, Cut
from watchbill.engine import Span

pytestmark = pytest.mark.anyio

JUNE = Span(at(on(1)), NOW)


@pytest.fixture
def alice(world):
    return caller(world.alice)


@pytest.fixture
async def worked(store, world):
    """Ann has worked at tier 2 since June began, and Ben at the first."""
    async with store.writing(world.northwind.provider_id) as writes:
        await writes.save(
            revision(world, world.second, 1, None, world.ann), revision(world, world.first, 2, None, world.ben)
        )


def signed(store, world, now=NOW):
    by = Author(via=Via.V1, at=now, account_id=world.alice.account.id, username="alice")
    return store.writing(world.northwind.provider_id, by)


async def hours(reads, alice, **filters):
    return (await load_report(reads, alice, Filters(**filters), JUNE, By.CONTACT)).total.seconds


async def rows(store, world, **wanted):
    async with store.reading(world.northwind.provider_id) as reads:
        return (await reads.audit_page(AuditFilter(**wanted), Cut())).rows


# ── what has ended ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_erased_schedule_takes_its_hours_along(worked, writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    assert await hours(writes, alice, schedule_id=world.noc.id) > 0
    await erasing.erase_schedule(writes, alice, world.noc.id, "Acme NOC")
    assert await hours(writes, alice, customer_id=world.acme.id) == 0
    with pytest.raises(NotFound):
        await writes.ever.schedule(world.noc.id)


async def test_of_an_erased_tier_the_other_ones_stay(worked, writes, world, alice):
    await endings.end_tier(writes, alice, world.second.id, NOW)
    before = await hours(writes, alice, tier=world.first.id)
    await erasing.erase_tier(writes, alice, world.second.id, "Acme NOC, tier 2")
    assert await hours(writes, alice, schedule_id=world.noc.id) == before > 0


async def test_what_is_there_is_not_erased(writes, world, alice):
    with pytest.raises(Conflict, match="delete it first"):
        await erasing.erase_schedule(writes, alice, world.noc.id, "Acme NOC")


@pytest.mark.parametrize("typed", ["", "acme noc", "Acme"])
async def test_nor_by_another_name(writes, world, alice, typed):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    with pytest.raises(Invalid, match="as it stands: Acme NOC"):
        await erasing.erase_schedule(writes, alice, world.noc.id, typed)


async def test_nor_by_who_is_no_admin(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    with pytest.raises(Forbidden):
        await erasing.erase_schedule(writes, caller(world.bob), world.noc.id, "Acme NOC")


async def test_the_log_says_who_erased_it(worked, store, world, alice):
    async with signed(store, world) as writes:
        await endings.end_schedule(writes, alice, world.noc.id, NOW)
        await erasing.erase_schedule(writes, alice, world.noc.id, "Acme NOC")
    [row] = await rows(store, world, kinds=("schedule",))
    assert (row.deed, row.subject_name, row.username) == ("erased", "Acme NOC", "alice")


async def test_an_erased_roster_takes_its_hours_along(writes, world, alice):
    desk = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann))
    await writes.save(*desk)
    await endings.end_roster(writes, alice, await writes.roster_plan(desk[0].id), NOW)
    assert await hours(writes, alice, roster_id=desk[0].id) > 0
    await erasing.erase_roster(writes, alice, await writes.ever.roster_plan(desk[0].id), "Desk")
    left = await hours(writes, alice, schedule_id=world.noc.id)
    assert await hours(writes, alice, customer_id=world.acme.id) == left


async def test_of_an_erased_group_the_hours_of_its_members_stay(writes, world, alice):
    crew = group(world, world.acme, "Crew")
    await writes.save(crew, member(crew, world.ann, on(1)))
    await endings.end_group(writes, alice, crew.id, NOW)
    await erasing.erase_group(writes, alice, crew.id, "Crew")
    assert [one.contact_id for one in await writes.memberships([crew.id])] == [world.ann.id]


async def test_an_erased_customer_is_gone_with_all_that_it_had(worked, store, world, alice):
    async with signed(store, world) as writes:
        await endings.end_schedule(writes, alice, world.noc.id, NOW)
        await endings.end_customer(writes, alice, world.acme.id, NOW)
    async with signed(store, world) as writes:
        await erasing.erase_customer(writes, alice, world.acme.id, "Acme", NOW)
    async with store.reading(world.northwind.provider_id) as reads:
        assert world.acme.id not in await reads.held(type(world.acme), [world.acme.id])
        assert await reads.contacts([world.ann.id]) == {}
        assert world.bob.account.id not in {one.id for one in await reads.all_accounts()}
    told = "".join(f"{row.before}{row.after}{row.subject_name}" for row in await rows(store, world))
    assert not any(name in told for name in ("Abbott", "abbott", "Voss", "voss", "Baker"))


async def test_a_customer_stays_whose_people_worked_for_others(writes, world, alice):
    desk = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.gus))
    await writes.save(cover(world, world.first, world.gus, at(on(3, "08:00"))), *desk)
    await endings.end_schedule(writes, alice, world.desk.id, NOW)
    await endings.end_customer(writes, alice, world.globex.id, NOW)
    with pytest.raises(Conflict, match="at places of others") as refused:
        await erasing.erase_customer(writes, alice, world.globex.id, "Globex", NOW)
    assert [one.name for one in refused.value.standing] == ["Acme NOC, tier 1", "Desk"]


async def test_a_provider_is_not_erased(writes, world, alice):
    with pytest.raises(Conflict, match="delete it first"):
        await erasing.erase_customer(writes, alice, world.northwind.id, "Northwind", NOW)


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def left(store, world, alice, person):
    """Nobody names them any more, and they are switched off, as is their account."""
    async with signed(store, world) as writes:
        await endings.end_schedule(writes, alice, world.noc.id, NOW)
        await contacts.deactivate_contact(writes, alice, person.id, NOW)
        await accounts.end_accounts_of(writes, alice, person.id, NOW)


async def erased(store, world, alice, person):
    async with signed(store, world, NOW + 60) as writes:
        return await erasing.erase_person(writes, alice, person.id, person.full_name, NOW + 60)


async def test_of_an_erased_person_the_hours_stay(worked, store, world, alice):
    await left(store, world, alice, world.ann)
    async with store.reading(world.northwind.provider_id) as reads:
        before = await hours(reads, alice, contact_id=world.ann.id)
    told = await erased(store, world, alice, world.ann)
    async with store.reading(world.northwind.provider_id) as reads:
        assert await hours(reads, alice, contact_id=world.ann.id) == before > 0
    assert (told.full_name, told.email, told.profile) == ("erased", "erased", "")
    assert told.erased_at == NOW + 60


async def test_the_row_of_how_they_were_added_tells_nothing_either(store, world, alice):
    async with signed(store, world) as writes:
        eve = await contacts.add_contact(
            writes, alice, contacts.ContactWish(customer_id=world.acme.id, first_name="Eve", is_active=False), NOW
        )
    await erased(store, world, alice, eve)
    assert [(row.deed, row.subject_name) for row in await rows(store, world)] == [
        ("erased", "erased"),
        ("created", "erased"),
    ]


async def test_nobody_is_found_by_what_was_erased(store, world, alice):
    await left(store, world, alice, world.ann)
    await erased(store, world, alice, world.ann)
    async with store.reading(world.northwind.provider_id) as reads:
        found = await contacts.list_contacts(reads, alice, search="abbott", cut=Cut())
    assert found.total == 0


async def test_their_account_is_nobodys_either(store, world, alice):
    await left(store, world, alice, world.bob.contact)
    await erased(store, world, alice, world.bob.contact)
    async with store.reading(world.northwind.provider_id) as reads:
        account = await reads.account(world.bob.account.id)
        with pytest.raises(NotSignedIn):
            await accounts.identify(reads, world.bob.token, NOW)
    assert (account.username, account.first_name, account.email) == (f"erased-{account.id}", "erased", "erased")


async def test_the_log_says_nothing_of_them_any_more(store, world, alice):
    bob = world.bob
    by = Author(via=Via.V1, at=NOW, account_id=bob.account.id, username=bob.account.username, address="192.0.2.1")
    crew = group(world, world.acme, "Crew")
    async with store.writing(world.northwind.provider_id, by) as writes:
        await writes.save(msgspec.structs.replace(bob.account, email="bob.baker@example.org"))
        await contacts.change_contact(writes, alice, bob.contact.id, contacts.ContactWish(phone="+49 30 901820"), NOW)
        await writes.save(crew, member(crew, bob.contact, on(1)))
    await left(store, world, alice, bob.contact)
    await erased(store, world, alice, bob.contact)
    told = str([msgspec.structs.asdict(row) for row in await rows(store, world)])
    assert not any(text in told for text in ("Baker", "baker", "901820", bob.account.username, "192.0.2.1"))
    assert "erased in Crew" in told
    [row] = [one for one in await rows(store, world, kinds=("contact",)) if one.deed == "erased"]
    assert row.username == "alice"


async def test_nor_where_their_group_is_gone(store, world, alice):
    crew = group(world, world.acme, "Crew")
    async with signed(store, world) as writes:
        await writes.save(crew, member(crew, world.ann, on(1)))
    async with signed(store, world) as writes:
        await endings.end_group(writes, alice, crew.id, NOW)
        await erasing.erase_group(writes, alice, crew.id, "Crew")
    await left(store, world, alice, world.ann)
    await erased(store, world, alice, world.ann)
    assert {row.subject_name for row in await rows(store, world, kinds=("membership",))} == {"erased"}


async def test_nor_do_kept_answers_and_those_about_others_stay(store, world, alice):
    body = msgspec.json.encode({"name": "Ann Abbott", "email": world.ann.email, "note": "for Ann Abbott", "of": "Ben"})
    answer = KeptAnswer(
        provider_id=world.northwind.provider_id, account_id=world.alice.account.id, key="1", fingerprint="",
        status=200, headers=(), body=body.decode(), created_at=NOW,
    )  # fmt: skip
    other = msgspec.structs.replace(answer, key="2", body='{"name":"Ben Blake"}')
    async with store.writing(world.northwind.provider_id) as writes:
        await writes.save(answer, other)
    await left(store, world, alice, world.ann)
    await erased(store, world, alice, world.ann)
    async with store.writing(world.northwind.provider_id) as writes:
        mended, same = [await writes.claim(one, oldest=0) for one in (answer, other)]
    assert msgspec.json.decode(mended.body) == {"name": "erased", "email": "erased", "note": "for erased", "of": "Ben"}
    assert same == other


async def test_who_can_be_on_call_is_not_erased(store, world, alice):
    with pytest.raises(Conflict, match="still be put on call"):
        await erased(store, world, alice, world.ann)


async def test_nor_who_can_sign_in(store, world, alice):
    async with signed(store, world) as writes:
        await endings.end_schedule(writes, alice, world.noc.id, NOW)
        await contacts.deactivate_contact(writes, alice, world.bob.contact.id, NOW)
    with pytest.raises(Conflict, match=f"still sign in, as {world.bob.account.username}"):
        await erased(store, world, alice, world.bob.contact)


async def test_nobody_is_made_of_who_was_erased(store, world, alice):
    await left(store, world, alice, world.bob.contact)
    await erased(store, world, alice, world.bob.contact)
    async with signed(store, world) as writes:
        with pytest.raises(Conflict, match="erased"):
            await contacts.activate_contact(writes, alice, world.bob.contact.id, NOW)
    async with signed(store, world) as writes:
        edit = accounts.AccountEdit(is_active=True)
        with pytest.raises(Conflict, match="erased"):
            await accounts.change_account(writes, alice, world.bob.account.id, edit, NOW)


async def test_by_admins_alone_and_by_name(store, world, alice):
    await left(store, world, alice, world.ann)
    async with signed(store, world) as writes:
        with pytest.raises(Forbidden):
            await erasing.erase_person(writes, caller(world.bob), world.ann.id, "Ann Abbott", NOW)
    async with signed(store, world) as writes:
        with pytest.raises(Invalid):
            await erasing.erase_person(writes, alice, world.ann.id, "Ann", NOW)


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_tells_who_somebody_is():
    fields = {"first_name": "Ann", "last_name": "Lee", "phone": "", "email": "a@x.org", "profile": {"zone": "UTC"}}
    assert texts_of(fields) == {"Ann", "Lee", "Ann Lee", "a@x.org"}


def test_short_texts_are_looked_for_whole():
    assert pieces_of({"Bo"}) == ['"Bo"']
    assert pieces_of({'Bo "Jr" Li'}) == ['Bo \\"Jr\\" Li']


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("Ann", "erased"),
        ("Annapolis", "Annapolis"),
        (["Ann Lee, tier 1", 7, None], ["erased, tier 1", 7, None]),
        ({"phone": "+49 30 1", "call": "tel:+49301"}, {"phone": "erased", "call": "erased"}),
        ({"phone": "+1 2", "call": "tel:+12"}, {"phone": "+1 2", "call": "tel:+12"}),
    ],
)
def test_texts_become_erased(value, told):
    assert without(value, {"Ann", "Ann Lee", "+49 30 1"}) == told
