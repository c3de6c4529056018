"""Names that were saved before there was a rule for them: whatever is in them, they stay in their place."""

import asyncio
import io
import os

import msgspec
import pytest

from watchbill import wiring
from watchbill.domain.ports import Cut
from watchbill.settings import read_settings

BAD = "Zo\né\x1b[2J\u202e[/bold]"
TOLD = "Zo é [2J [/bold]"
TIER = ("--tier", "1_1", "--at", "2026-11-18T12:00:00Z")


@pytest.fixture
def renamed(told):
    """The command line on a database in which every name is one that would be refused today."""

    async def rename():
        async with wiring.opened(read_settings(os.environ)) as store, store.writing(1) as writes:
            for one in (await writes.contacts(range(1, 200))).values():
                await writes.save(msgspec.structs.replace(one, first_name=BAD))
            for one in [*await writes.tokens(), *await writes.customers()]:
                await writes.save(msgspec.structs.replace(one, name=f"{BAD} {one.id}"))
            schedules = await writes.schedule_page(customers=None, search="", cut=Cut())
            await writes.save(*(msgspec.structs.replace(one, name=f"{BAD} {one.id}") for one in schedules.rows))
            for one in await writes.all_accounts():
                await writes.save(msgspec.structs.replace(one, first_name=BAD))

    told("token", "create", "--role", "viewer", "--name", "sync")
    asyncio.run(rename())
    return told


@pytest.mark.parametrize(
    "command",
    [
        ("oncall", "--at", "2026-11-18T12:00:00Z"),
        ("timeline", "--tier", "1_1", "--since", "2026-11-18T12:00:00Z"),
        ("explain", *TIER),
        ("gaps", "--at", "2026-11-18T12:00:00Z"),
        ("load", "--until", "2026-11-18T12:00:00Z"),
        ("token", "list"),
        ("account", "list"),
    ],
)
def test_an_old_name_stays_in_its_place(renamed, command):
    said = renamed(*command)
    assert said.code == 0, said.err
    assert TOLD[:8] in said.out
    assert not {"\x1b", "\u202e"} & set(said.out)


def test_an_explanation_has_no_line_more(renamed):
    heading, *_ = (said := renamed("explain", *TIER).out).splitlines()
    assert heading.startswith(f"{TOLD} 1, tier 1, ")
    assert f"{TOLD} " in said


@pytest.mark.parametrize(
    "command",
    [
        ("account", "create", f"an{BAD}n", "--role", "viewer", "--password-stdin"),
        ("token", "create", "--role", "viewer", "--name", BAD),
        ("client", "create", "--role", "viewer", "--name", BAD),
    ],
)
def test_a_new_one_is_refused(told, command, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("a long password\n"))
    said = told(*command)
    assert said.code == 1
    assert "line breaks" in said.err
