"""Who changed what, and answers kept for repeated requests.

Revision: 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _make_audit()
    _make_idempotency_keys()
    if op.get_context().dialect.name == "sqlite":
        op.execute("INSERT INTO sequences (kind, last) VALUES ('audit', 0)")
    else:
        op.execute(sa.schema.CreateSequence(sa.Sequence("audit_ids")))


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("token_id", sa.BigInteger(), nullable=True),
        sa.Column("token_name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_audit_provider_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_audit"),
    )
    op.create_index("ix_audit_provider_id_at_id", "audit", ["provider_id", "at", "id"])
    for column in ("customer_id", "account_id", "subject_id"):
        op.create_index(f"ix_audit_provider_id_{column}_at_id", "audit", ["provider_id", column, "at", "id"])


def _make_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "account_id"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_idempotency_keys_provider_id_account_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "account_id", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_provider_id_created_at", "idempotency_keys", ["provider_id", "created_at"])
