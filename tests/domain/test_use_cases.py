"""Use cases on a store in memory: who may do what, and what is refused with which words."""

import pytest

from tests.cast import NOW, PASSWORD
from watchbill.domain import accounts, contacts, endings, groups, schedules
from watchbill.domain.access import Caller
from watchbill.domain.accounts import AccountWish
from watchbill.domain.errors import Forbidden, Invalid, NotFound, NotSignedIn, Taken
from watchbill.domain.groups import GroupWish
from watchbill.domain.model import ClientId, ContactId, GroupId, Role
from watchbill.domain.schedules import ScheduleWish

pytestmark = pytest.mark.anyio


def caller(person):
    return Caller(account=person.account, customer_id=person.account.customer_id, role=person.account.role)


def wish(world, **more):
    return AccountWish(username="eve", role=Role.VIEWER, customer_id=world.acme.id, **more)


async def refusal(doing):
    with pytest.raises(Invalid) as refused:
        await doing
    return [path for path, _ in refused.value.problems]


async def test_only_admins_make_accounts(writes, world):
    with pytest.raises(Forbidden):
        await accounts.add_account(writes, caller(world.bob), wish(world), NOW)


async def test_an_admin_makes_accounts_at_no_other_customer(writes, world):
    assert await refusal(accounts.add_account(writes, caller(world.mallory), wish(world), NOW)) == ["customer"]


async def test_everything_wrong_with_an_account_is_named_at_once(writes, world):
    bad = AccountWish(
        username=" ", role=Role.VIEWER, customer_id=world.acme.id, password="short", contact_id=ContactId(10**6)
    )
    assert await refusal(accounts.first_admin(writes, bad, NOW)) == ["username", "password", "contact"]


async def test_an_account_may_be_a_contact_of_its_customer(writes, world):
    made = await accounts.first_admin(writes, wish(world, contact_id=world.bob.contact.id), NOW)
    assert made.contact_id == world.bob.contact.id


async def test_a_user_name_signs_in_once_in_any_case(writes, world):
    taken = AccountWish(username=world.bob.account.username.upper(), role=Role.VIEWER, customer_id=world.acme.id)
    with pytest.raises(Taken):
        await accounts.first_admin(writes, taken, NOW)


async def test_a_password_signs_in(store, world):
    token = await accounts.sign_in(store, world.bob.account.username, PASSWORD, now=NOW, lifetime=60)
    async with store.reading(world.northwind.provider_id) as reads:
        assert (await accounts.identify(reads, token, NOW)).account.id == world.bob.account.id


async def test_a_login_token_ends_on_the_second(store, world):
    token = await accounts.sign_in(store, world.bob.account.username, PASSWORD, now=NOW, lifetime=60)
    async with store.reading(world.northwind.provider_id) as reads:
        await accounts.identify(reads, token, NOW + 59)
        with pytest.raises(NotSignedIn, match="expired"):
            await accounts.identify(reads, token, NOW + 60)


@pytest.mark.parametrize("name", ["nobody", "bob"])
async def test_an_unknown_user_and_a_wrong_password_are_refused_alike(store, world, name):
    username = world.bob.account.username if name == "bob" else name
    with pytest.raises(NotSignedIn, match="invalid"):
        await accounts.sign_in(store, username, "wrong", now=NOW, lifetime=60)


async def test_a_user_name_is_no_client_key(store, world):
    with pytest.raises(NotSignedIn):
        await accounts.sign_in_client(store, world.bob.account.username, PASSWORD, now=NOW, lifetime=60)


async def test_an_unknown_client_key_signs_nobody_in(store, world):
    with pytest.raises(NotSignedIn):
        await accounts.sign_in_client(store, "nobody", "secret", now=NOW, lifetime=60)


async def test_a_client_is_ended_once_and_again_changes_nothing(writes, world):
    client, _ = await accounts.add_oauth_client(writes, world.bob.account, name="sync", now=NOW)
    first = await accounts.revoke_oauth_client(writes, client.id, NOW)
    assert await accounts.revoke_oauth_client(writes, client.id, NOW + 9) == first


async def test_a_client_that_is_not_there_cannot_be_ended(writes, world):
    with pytest.raises(NotFound):
        await accounts.revoke_oauth_client(writes, ClientId(10**6), NOW)
    with pytest.raises(NotFound):
        await accounts.remove_oauth_client(writes, caller(world.alice), world.northwind.id, ClientId(10**6), NOW)


async def test_a_token_is_revoked_once_and_again_changes_nothing(writes, world):
    _, token = await accounts.issue_token(writes, world.bob.account, name="a", now=NOW)
    first = await accounts.revoke_token(writes, token.id, NOW)
    assert await accounts.revoke_token(writes, token.id, NOW + 9) == first


async def test_a_customers_admin_does_not_switch_it_off(writes, world):
    mallory, globex = caller(world.mallory), world.globex.id
    with pytest.raises(Forbidden):
        await contacts.change_customer(writes, mallory, globex, is_active=False, now=NOW)


async def test_a_customers_admin_does_not_end_it(writes, world):
    with pytest.raises(Forbidden):
        await endings.end_customer(writes, caller(world.mallory), world.globex.id, NOW)


async def new_group(writes, world):
    return await groups.add_group(writes, caller(world.alice), world.acme.id, GroupWish(name="Crew"), NOW)


async def test_who_leaves_in_the_second_of_joining_was_never_a_member(writes, world):
    group = await new_group(writes, world)
    named = (("[0].id", world.bob.contact.id),)
    await groups.add_members(writes, caller(world.alice), group.id, named, NOW)
    await groups.remove_members(writes, caller(world.alice), group.id, [world.bob.contact.id], NOW)
    assert await writes.memberships([group.id]) == ()


async def test_who_leaves_later_stays_on_record(writes, world):
    group = await new_group(writes, world)
    named = (("[0].id", world.bob.contact.id),)
    await groups.add_members(writes, caller(world.alice), group.id, named, NOW)
    await endings.end_group(writes, caller(world.alice), group.id, NOW + 60)
    [kept] = await writes.memberships([group.id])
    assert (kept.joined_at, kept.left_at) == (NOW, NOW + 60)


async def test_a_group_that_is_not_there_is_not_found(writes, world):
    with pytest.raises(NotFound):
        await groups.find_group(writes, caller(world.alice), GroupId("none"))


async def test_a_schedule_does_not_move_to_a_customer_whose_people_its_tiers_do_not_name(writes, world):
    moved = ScheduleWish(customer=world.globex.id, name="Moved")
    moving = schedules.change_schedule(writes, caller(world.alice), world.noc.id, moved, NOW)
    assert await refusal(moving) == ["customer"]


async def test_an_empty_schedule_moves_to_another_customer(writes, world):
    alice = caller(world.alice)
    made, _ = await schedules.add_schedule(writes, alice, ScheduleWish(customer=world.acme.id, name="Empty"), NOW)
    moved = ScheduleWish(customer=world.globex.id, name="Empty")
    changed, customer = await schedules.change_schedule(writes, alice, made.id, moved, NOW)
    assert (changed.customer_id, customer.id) == (world.globex.id, world.globex.id)
