"""In which country a customer's numbers are dialled; none is known of those that are there.

Revision: 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("country", sa.Text(), nullable=False, server_default=sa.text("''")))
