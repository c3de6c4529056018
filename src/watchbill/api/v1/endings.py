"""What has ended: how it is asked for, told, brought back and erased; the resources do each their own."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from watchbill.api.v1.bodies import ABSENT, Body, Flag, Number, Text, read_body_as
from watchbill.api.v1.wire import AuthorSaid, Clocks, Query
from watchbill.domain.endings import Return
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Account, AccountId, Lasting
from watchbill.domain.ports import Reads

LastingT = TypeVar("LastingT", bound=Lasting)

NOBODY: Final[Mapping[AccountId, Account]] = {}
"""Who ended what is there."""

_ENDED: Final[Mapping[str, bool | None]] = {"false": False, "true": True, "all": None}


class NamedReturnBody(Body):
    """How something with a name shall come back."""

    name: Text = ABSENT


class ReturnBody(NamedReturnBody):
    """The same of something with rules."""

    rules: Flag = True


class TierReturnBody(Body):
    """How a tier shall come back."""

    number: Number = ABSENT
    rules: Flag = True


class EraseBody(Body):
    """What somebody who erases has to type."""

    name: Text


def typed_in(value: object) -> str:
    """The name that whoever erases something has typed. Raises Invalid."""
    return str(read_body_as(EraseBody, value).name)


def return_from(shape: type[NamedReturnBody | TierReturnBody], value: object) -> Return:
    """How something shall come back, by a body. Raises Invalid."""
    given = read_body_as(shape, value).given()
    has_rules = given.pop("rules", True)
    return Return(**given, has_rules=has_rules)


def ended_in(query: Query) -> bool | None:
    """`ended`: only what is there (the default), only what has ended, or both (None)."""
    return query.choice("ended", _ENDED, False)


def looked_at(reads: Reads, ended: bool | None) -> Reads:
    """The records, with what has ended where that is asked for."""
    return reads if ended is False else reads.ever


def as_asked(record: LastingT, ended: bool | None, kind: str, id: object) -> LastingT:
    """The record. Raises NotFound where only what has ended is asked for, and it has not."""
    if ended and not record.has_ended:
        raise NotFound(kind, id)
    return record


def ordered(ended: bool | None) -> tuple[str, ...]:
    """The order of a list: by name, and of what has ended the latest first."""
    return ("-ended_at", "name") if ended else ("name",)


async def enders(reads: Reads, records: Iterable[Lasting]) -> dict[AccountId, Account]:
    """Who ended the records, by id."""
    return await reads.accounts({one.ended_by for one in records if one.ended_by is not None})


def names_of(enders: Mapping[AccountId, Account]) -> list[str]:
    """What of them the tag of a record is made from."""
    return [one.username for one in enders.values()]


def ended_to(record: Lasting, by: Mapping[AccountId, Account]) -> dict[str, Any]:
    """When the record ended, and by whom; both null while it is there."""
    account = None if record.ended_by is None else by.get(record.ended_by)
    return {
        "ended_at": Clocks().told(record.ended_at),
        "ended_by": None if account is None else AuthorSaid(account.id, account.username),
    }
