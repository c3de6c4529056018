"""Ids that are brought along: programs hold them, and go on asking by them."""

from watchbill.domain.errors import Busy, Taken
from watchbill.domain.model import Contact, Customer, Group, Roster
from watchbill.domain.ports import Writes


async def add_new(writes: Writes, record: Contact | Customer | Group | Roster, *, is_brought: bool) -> None:
    """Save a record that is new, whose id was brought along or given here. Raises Taken, Busy."""
    if await writes.add(record):
        return
    if is_brought:
        raise Taken(type(record).__name__.lower(), "id", str(record.id))
    raise Busy("Somebody has brought the same id along at the same moment.")
