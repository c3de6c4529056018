"""Ids that are brought along: programs hold them, and go on asking by them."""

from watchbill.domain.errors import Busy, Conflict, Taken
from watchbill.domain.model import Contact, Customer, Group, Lasting, Roster
from watchbill.domain.ports import Writes


async def add_new(writes: Writes, record: Contact | Customer | Group | Roster, *, is_brought: bool) -> None:
    """Save a record that is new, whose id was brought along or given here. Raises Taken, Busy."""
    if await writes.add(record):
        return
    if is_brought:
        kind = type(record).__name__.lower()
        holder: Lasting | None = (await writes.held(type(record), [record.id])).get(record.id)
        if holder is not None and holder.has_ended:
            raise Conflict(f"The {kind} {record.id} has ended: bring it back, or let a new id be given.")
        raise Taken(kind, "id", str(record.id))
    raise Busy("Somebody has brought the same id along at the same moment.")
