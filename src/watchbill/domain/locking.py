"""Locking a record for an edit of it, after all that whoever edits it locks before it."""

from watchbill.domain.memberships import lock_groups_of
from watchbill.domain.model import (
    Contact,
    ContactId,
    Customer,
    CustomerId,
    Group,
    GroupId,
    Record,
    Schedule,
    ScheduleId,
)
from watchbill.domain.ports import Writes


async def lock_for_edit(writes: Writes, record: type[Record], id: int | str) -> None:
    """Keep others from changing a record until the transaction ends, in the order that `Writes` gives.

    Also one that has ended. Raises NotFound.
    """
    customer_id = await _customer_of(writes, record, id)
    if customer_id is not None:
        await writes.held(Customer, [customer_id])
    if record is Contact:
        await lock_groups_of(writes, ContactId(int(id)))
    await writes.lock(record, id)


async def _customer_of(writes: Writes, record: type[Record], id: int | str) -> CustomerId | None:
    """Whose it is, where customers are locked before it."""
    if record is Contact:
        return (await writes.ever.contact(ContactId(int(id)))).customer_id
    if record is Schedule:
        return (await writes.ever.schedule(ScheduleId(int(id)))).customer_id
    if record is Group:
        return (await writes.ever.group(GroupId(str(id)))).customer_id
    return None
