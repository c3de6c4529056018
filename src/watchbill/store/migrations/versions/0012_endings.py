"""Records end instead of being deleted, and a name is free again when its record has ended.

Revision: 0012.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNIQUE = {
    "customers": ("parent_id", "name_key"),
    "schedules": ("customer_id", "name_key"),
    "tiers": ("schedule_id", "number"),
    "groups": ("customer_id", "name_key"),
    "rosters": ("customer_id", "name_key"),
}
"""What was unique among all rows, and is from now on among those that have not ended."""
BELOW = {"schedules": "customer_id", "tiers": "schedule_id", "groups": "customer_id", "rosters": "customer_id"}
"""What the unique constraints were looked into for as well, and an index of a part of the rows does not answer."""


def upgrade() -> None:
    for column in _ended():
        op.add_column("contacts", column)
    for table, columns in UNIQUE.items():
        # SQLite cannot drop a constraint, so there the table is made anew; no triggers are on these.
        with op.batch_alter_table(table) as batch:
            for column in _ended():
                batch.add_column(column)
            batch.drop_constraint(f"uq_{_name(table, columns)}", type_="unique")
        there = sa.text("ended_at IS NULL")
        op.create_index(
            f"ix_{_name(table, columns)}",
            table,
            ["provider_id", *columns],
            unique=True,
            sqlite_where=there,
            postgresql_where=there,
        )
    for table, above in BELOW.items():
        op.create_index(f"ix_{_name(table, [above])}", table, ["provider_id", above])


def _ended() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in ("ended_at", "ended_by")]


def _name(table: str, columns: Sequence[str]) -> str:
    return "_".join([table, "provider_id", *columns])
