"""`watchbill erase` on the demo's story: the hours are named, and the name is typed."""

import asyncio
import os

import pytest

from tests.cli.conftest import NOW
from watchbill import wiring
from watchbill.cli.local import overseer
from watchbill.domain.access import Caller
from watchbill.domain.endings import end_schedule
from watchbill.domain.model import Role
from watchbill.settings import read_settings


@pytest.fixture
def done(told):
    """`done(deed, id)` carries out a deed of an admin in the story's database."""

    def run(deed, *arguments):
        async def work():
            async with wiring.opened(read_settings(os.environ)) as store:
                [provider_id] = await store.providers()
                async with store.writing(provider_id) as writes:
                    [*admins] = await writes.admins()
                    root = await writes.customer(provider_id)
                    caller = Caller(account=admins[0], customer_id=overseer(root).customer_id, role=Role.ADMIN)
                    await deed(writes, caller, *arguments, NOW)

        asyncio.run(work())

    return run


def test_what_has_ended_is_erased_once_its_name_is_typed(told, done):
    done(end_schedule, 1)
    said = told("erase", "schedule", "1", "--name", "Clinic network")
    assert said.code == 0, said.err
    assert said.err.startswith("Clinic network: the ")
    assert " h of the year before 2026-11-18T12:00:00Z, and all before, go with it.\n" in said.err
    assert said.err.endswith("The schedule 1 is erased.\n")
    assert told("erase", "schedule", "1", "--name", "Clinic network").err == "watchbill: There is no schedule 1.\n"


def test_what_is_there_is_not_erased(told):
    said = told("erase", "schedule", "1", "--name", "Clinic network")
    assert (said.code, said.err.splitlines()[-1]) == (1, "watchbill: Only what has ended is erased: delete it first.")


def test_nor_by_another_name(told, done):
    done(end_schedule, 1)
    said = told("erase", "schedule", "1", "--name", "Clinic")
    assert said.code == 1
    assert "give its name as it stands: Clinic network" in said.err


def test_of_a_person_the_hours_stay(told, done):
    said = told("erase", "contact", "1", "--name", "Nobody")
    assert (said.code, "stay, as those of nobody any more" in said.err) == (1, True)
    assert "give its name as it stands" in said.err


@pytest.mark.parametrize(
    ("kind", "id", "reason"),
    [
        ("schedule", "x", "x is no id: it must be a number such as 7."),
        ("roster", "none", "There is no roster none."),
        ("tier", "999_1", "There is no schedule 999."),
        ("group", "none", "There is no group none."),
        ("customer", "999", "There is no customer 999."),
    ],
)
def test_what_is_not_there_is_told(told, kind, id, reason):
    assert told("erase", kind, id, "--name", "X").err == f"watchbill: {reason}\n"
