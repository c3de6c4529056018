"""When plans were changed and feeds were fetched last; what feeds have told is no longer kept.

Revision: 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("tiers", "plan_changed_at"), ("rosters", "plan_changed_at"), ("feeds", "fetched_at")):
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))
    # The latest that is known: of what was deleted, and of what was moved, nobody noted when.
    for latest in (
        "tiers SET plan_changed_at = (SELECT max(saved_at) FROM revisions"
        " WHERE provider_id = tiers.provider_id AND tier_id = tiers.id)",
        "rosters SET plan_changed_at = (SELECT max(saved_at) FROM roster_revisions"
        " WHERE provider_id = rosters.provider_id AND roster_id = rosters.id)",
    ):
        op.execute(f"UPDATE {latest}")
    for later, place in (
        (
            "SELECT provider_id, tier_id AS id, max(created_at) AS at FROM overrides GROUP BY provider_id, tier_id",
            "tiers",
        ),
        (_joined_or_left("joined_at"), "rosters"),
        (_joined_or_left("left_at"), "rosters"),
    ):
        op.execute(
            f"UPDATE {place} SET plan_changed_at = later.at FROM ({later}) AS later"  # noqa: S608
            f" WHERE later.provider_id = {place}.provider_id AND later.id = {place}.id"
            f" AND later.at > coalesce({place}.plan_changed_at, {place}.created_at)"
        )
    op.execute(
        "UPDATE feeds SET fetched_at = (SELECT fetched_at FROM feed_memories"
        " WHERE provider_id = feeds.provider_id AND feed_id = feeds.id)"
    )
    op.drop_table("feed_memories")


def _joined_or_left(edge: str) -> str:
    return (
        f"SELECT crews.provider_id, crews.roster_id AS id, max(stays.{edge}) AS at FROM roster_crews AS crews"  # noqa: S608
        " JOIN memberships AS stays ON stays.provider_id = crews.provider_id AND stays.group_id = crews.group_id"
        " GROUP BY crews.provider_id, crews.roster_id"
    )
