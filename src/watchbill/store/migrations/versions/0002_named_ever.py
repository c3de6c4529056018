"""Whom rules name or ever named.

Revision: 0002.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BATCH = 1_000


def upgrade() -> None:
    tier_people = _table("tier_people", "contact_id", sa.BigInteger(), "tier_id", sa.BigInteger(), "tiers")
    roster_people = _table("roster_people", "contact_id", sa.BigInteger(), "roster_id", KEY, "rosters")
    roster_crews = _table("roster_crews", "group_id", KEY, "roster_id", KEY, "rosters")
    for rows in _batches("SELECT provider_id, tier_id, layers FROM revisions ORDER BY provider_id, tier_id, number"):
        _fill(tier_people, "contact_id", "tier_id", rows, "contacts")
    for rows in _batches(
        "SELECT provider_id, roster_id, shifts FROM roster_revisions ORDER BY provider_id, roster_id, number"
    ):
        _fill(roster_people, "contact_id", "roster_id", rows, "contacts")
        _fill(roster_crews, "group_id", "roster_id", rows, "groups")


def _table(name: str, who: str, who_type: Any, place: str, place_type: Any, places: str) -> sa.Table:
    table = op.create_table(
        name,
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column(who, who_type, nullable=False),
        sa.Column(place, place_type, nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", place],
            [f"{places}.provider_id", f"{places}.id"],
            name=f"fk_{name}_provider_id_{place}",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", who, place, name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_provider_id_{place}", name, ["provider_id", place])
    return table


def _batches(question: str) -> Iterator[list[Any]]:
    """The rows in batches, none of which ends within a place."""
    batch: list[Any] = []
    for row in op.get_bind().execute(sa.text(question)).all():
        if len(batch) >= BATCH and tuple(batch[-1][:2]) != tuple(row[:2]):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _fill(table: sa.Table, who: str, place: str, rows: Iterable[Any], field: str) -> None:
    named = {(row[0], each, row[1]) for row in rows for rule in json.loads(row[2]) for each in rule.get(field, ())}
    if named:
        op.bulk_insert(table, [{"provider_id": one[0], who: one[1], place: one[2]} for one in sorted(named)])
