"""Ends are kept as the readings of clocks that they were typed as, beside their instants.

Revision: 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for table in ("revisions", "roster_revisions"):
        op.add_column(table, sa.Column("moved_by", sa.Text(), nullable=True))
    op.add_column("overrides", sa.Column("tz", sa.Text(), nullable=True))
    for column in ("start_reading", "end_reading"):
        op.add_column("overrides", sa.Column(column, sa.BigInteger(), nullable=True))
    for table in ("tiers", "rosters"):
        op.add_column(table, sa.Column("read_by", KEY, nullable=True))
        is_read = sa.text("read_by IS NOT NULL")
        columns = ["provider_id", "read_by", "id"]
        op.create_index(f"ix_{table}_read_by", table, columns, sqlite_where=is_read, postgresql_where=is_read)
