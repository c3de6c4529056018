"""Customers and contacts that are switched off for good.

Revision: 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("customers", "contacts"):
        op.add_column(table, sa.Column("terminated_at", sa.BigInteger(), nullable=True))
