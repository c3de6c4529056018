"""Ids that are brought along: the order in which records were made, which ids do not tell, and the ids of shifts.

Revision: 0009.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BATCH = 1_000
NEXT = sa.text(
    "SELECT provider_id, roster_id, number, shifts FROM roster_revisions"
    " WHERE (provider_id, roster_id, number) > (:provider_id, :roster_id, :number)"
    " ORDER BY provider_id, roster_id, number LIMIT :batch"
)
NOTE = sa.text(
    "INSERT INTO roster_shifts (provider_id, id, roster_id) VALUES (:provider_id, :id, :roster_id)"
    " ON CONFLICT DO NOTHING"
)


def upgrade() -> None:
    last = max(_numbered(table) for table in ("customers", "contacts", "groups", "rosters"))
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"INSERT INTO sequences (kind, last) VALUES ('ordinal', {last})")  # noqa: S608
    else:
        op.execute(sa.schema.CreateSequence(sa.Sequence("ordinal_ids", start=last + 1)))
    _make_roster_shifts()
    for rows in _batches():
        ids = [
            {"provider_id": row["provider_id"], "id": shift["id"], "roster_id": row["roster_id"]}
            for row in rows
            for shift in json.loads(row["shifts"])
        ]
        if ids:
            op.get_bind().execute(NOTE, ids)


def _numbered(table: str) -> int:
    """Number the rows of a table in the order in which they were made; the last number, 0 where there is no row."""
    op.add_column(table, sa.Column("ordinal", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(
        f"UPDATE {table} SET ordinal = made.ordinal FROM"  # noqa: S608
        f" (SELECT provider_id, id, row_number() OVER (ORDER BY created_at, id, provider_id) AS ordinal FROM {table})"
        f" AS made WHERE made.provider_id = {table}.provider_id AND made.id = {table}.id"
    )
    last: int = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
    return last


def _make_roster_shifts() -> None:
    op.create_table(
        "roster_shifts",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("roster_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "roster_id"],
            ["rosters.provider_id", "rosters.id"],
            name="fk_roster_shifts_provider_id_roster_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_roster_shifts"),
    )
    op.create_index("ix_roster_shifts_provider_id_roster_id", "roster_shifts", ["provider_id", "roster_id"])


def _batches() -> Iterator[list[dict[str, Any]]]:
    """The revisions of all rosters, old ones too."""
    last: dict[str, Any] = {"provider_id": 0, "roster_id": "", "number": 0}
    while rows := [dict(row) for row in op.get_bind().execute(NEXT, {**last, "batch": BATCH}).mappings()]:
        yield rows
        last = {name: rows[-1][name] for name in last}
