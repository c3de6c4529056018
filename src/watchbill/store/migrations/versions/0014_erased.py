"""When who a contact or an account was has been erased.

Revision: 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("contacts", "accounts"):
        op.add_column(table, sa.Column("erased_at", sa.BigInteger(), nullable=True))
