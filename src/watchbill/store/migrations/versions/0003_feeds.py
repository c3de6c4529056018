"""Calendar feeds, and what they have told.

Revision: 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("tz", sa.Text(), nullable=False),
        sa.Column("secret_hash", KEY, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        _below("feeds", "customer_id", "customers"),
        _below("feeds", "created_by", "accounts"),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_feeds"),
        sa.UniqueConstraint("provider_id", "secret_hash", name="uq_feeds_provider_id_secret_hash"),
    )
    op.create_index("ix_feeds_provider_id_created_by", "feeds", ["provider_id", "created_by"])
    op.create_table(
        "feed_memories",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        _below("feed_memories", "feed_id", "feeds"),
        sa.PrimaryKeyConstraint("provider_id", "feed_id", name="pk_feed_memories"),
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute("INSERT INTO sequences (kind, last) VALUES ('feed', 0)")
    else:
        op.execute(sa.schema.CreateSequence(sa.Sequence("feed_ids")))


def _below(table: str, column: str, above: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["provider_id", column],
        [f"{above}.provider_id", f"{above}.id"],
        name=f"fk_{table}_provider_id_{column}",
        ondelete="CASCADE",
    )
