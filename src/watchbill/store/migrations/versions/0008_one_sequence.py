"""Schedules and tiers are counted together, so that no number is one of each.

What is there keeps its id; the sequence of tiers stays, and is not used any more.

Revision: 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_HIGHEST = "SELECT coalesce(max(id), 0) FROM (SELECT id FROM schedules UNION ALL SELECT id FROM tiers) AS both_kinds"
_COUNTED = "SELECT last_value FROM {sequence} WHERE is_called"


def upgrade() -> None:
    connection = op.get_bind()
    highest = connection.execute(sa.text(_HIGHEST)).scalar_one()
    if connection.dialect.name == "sqlite":
        last = "SELECT max(last) FROM sequences WHERE kind IN ('schedule', 'tier')"
        highest = max(highest, connection.execute(sa.text(last)).scalar_one())
        to = {"last": highest}
        connection.execute(sa.text("UPDATE sequences SET last = :last WHERE kind = 'schedule'"), to)
        return
    for sequence in ("schedule_ids", "tier_ids"):
        # One that was never asked has a value too, but has not given it out.
        given = connection.execute(sa.text(_COUNTED.format(sequence=sequence))).scalar_one_or_none()
        highest = max(highest, given or 0)
    if highest:
        connection.execute(sa.text("SELECT setval('schedule_ids', :last)"), {"last": highest})
