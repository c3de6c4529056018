"""Weeks of shifts that say nothing about it start on Monday from now on; those that are there keep their Sunday.

Revision: 0005.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BATCH = 1_000
SUNDAY = 6

NEXT = sa.text(
    "SELECT provider_id, roster_id, number, shifts FROM roster_revisions"
    " WHERE (provider_id, roster_id, number) > (:provider_id, :roster_id, :number) AND shifts LIKE '%\"Weekly\"%'"
    " ORDER BY provider_id, roster_id, number LIMIT :batch"
)
WRITE = sa.text(
    "UPDATE roster_revisions SET shifts = :shifts"
    " WHERE provider_id = :provider_id AND roster_id = :roster_id AND number = :number"
)


def upgrade() -> None:
    for rows in _batches():
        changed = [{**row, "shifts": shifts} for row in rows if (shifts := _with_sundays(row["shifts"])) is not None]
        if changed:
            op.get_bind().execute(WRITE, changed)


def _batches() -> Iterator[list[dict[str, Any]]]:
    """The revisions that have weekly shifts, old ones too."""
    last: dict[str, Any] = {"provider_id": 0, "roster_id": "", "number": 0}
    while True:
        found = op.get_bind().execute(NEXT, {**last, "batch": BATCH}).mappings().all()
        rows = [dict(row) for row in found]
        if not rows:
            return
        yield rows
        last = {name: rows[-1][name] for name in last}


def _with_sundays(text: str) -> str | None:
    """The shifts with a Sunday in each pattern of every second week, or more seldom; None where there is no such."""
    shifts = json.loads(text)
    patterns = [shift["schedule"]["pattern"] for shift in shifts if "pattern" in shift["schedule"]]
    seldom = [one for one in patterns if one["type"] == "Weekly" and one.get("every", 1) > 1]
    for one in seldom:
        one["week_start"] = SUNDAY
    return json.dumps(shifts, ensure_ascii=False, separators=(",", ":")) if seldom else None
