"""What other programs tell of people, customers and groups beside what is known here.

Revision: 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("customers", "contacts", "groups"):
        op.add_column(table, sa.Column("profile", sa.Text(), nullable=False, server_default=sa.text("''")))
