"""Who is in which group: memberships are dated, so that the past keeps its people."""

from collections.abc import Collection, Iterable

import msgspec

from watchbill.domain.errors import Busy, NotFound
from watchbill.domain.model import ContactId, Group, GroupId, Membership
from watchbill.domain.ports import Writes


async def join(writes: Writes, id: GroupId, contact_ids: Iterable[ContactId], now: int) -> None:
    """Let contacts be in a group from now on who are not in it."""
    await writes.save(
        *(
            Membership(provider_id=writes.provider_id, group_id=id, contact_id=contact_id, joined_at=now)
            for contact_id in dict.fromkeys(contact_ids)
        )
    )


async def leave(writes: Writes, standing: Iterable[Membership], now: int) -> None:
    """End memberships that last."""
    for one in standing:
        # A membership of no length would say nothing: who joined this very second was never in it.
        if one.joined_at >= now:
            await writes.delete(one)
        else:
            await writes.save(msgspec.structs.replace(one, left_at=now))


async def lock_groups_of(writes: Writes, contact_id: ContactId) -> frozenset[GroupId]:
    """The groups that a contact is in now, in which nobody else changes anything meanwhile."""
    locked: set[GroupId] = set()
    for id in sorted({one.group_id for one in await writes.memberships_of([contact_id])}):
        try:
            locked.add((await writes.lock(Group, id)).id)
        except NotFound:
            # It went while we waited for it, and everybody left it then.
            continue
    return frozenset(locked)


async def leave_all(writes: Writes, contact_id: ContactId, locked: Collection[GroupId], now: int) -> None:
    """Let a contact, who has to be locked, leave all groups; those that they were in before that are locked as well."""
    standing = await writes.memberships_of([contact_id])
    if any(one.group_id not in locked for one in standing):
        raise Busy("The contact has joined a group at the same moment.")
    await leave(writes, standing, now)
