"""Names as they are sorted and looked for: without case and accents, the same on both databases.

Revision: 0015.
"""

import re
from typing import Any
from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BATCH = 1_000
FIELDS = {
    "customers": ("name",),
    "contacts": ("login_name", "first_name", "last_name", "email"),
    "accounts": ("username",),
    "schedules": ("name",),
    "groups": ("name",),
    "rosters": ("name",),
}
ACCENTS = re.compile("[\u0300-\u036f]+")
LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t", "ŋ": "n"}
)


def upgrade() -> None:
    for table, fields in FIELDS.items():
        for field in fields:
            op.add_column(table, sa.Column(f"{field}_plain", KEY, nullable=False, server_default=sa.text("''")))
    for table, fields in FIELDS.items():
        columns = [*fields, "phone", "mobile"] if table == "contacts" else [*fields]
        set_to = [f"{field}_plain = :{field}_plain" for field in fields]
        set_to += ["search_key = :search_key"] if table == "contacts" else []
        found = op.get_bind().execute(sa.text(f"SELECT provider_id, id, {', '.join(columns)} FROM {table}"))  # noqa: S608
        fill = sa.text(f"UPDATE {table} SET {', '.join(set_to)} WHERE provider_id = :provider_id AND id = :id")  # noqa: S608
        rows = [dict(row) for row in found.mappings()]
        for first in range(0, len(rows), BATCH):
            op.get_bind().execute(fill, [_filled(row, fields) for row in rows[first : first + BATCH]])


def _filled(row: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    values = {f"{field}_plain": _plain(row[field]).strip() for field in fields}
    if "first_name" in row:
        full_name = f"{row['first_name']} {row['last_name']}".strip()
        searched = (full_name, row["login_name"], row["email"], row["phone"], row["mobile"])
        values["search_key"] = "\n".join(map(_plain, searched))
    return {"provider_id": row["provider_id"], "id": row["id"], **values}


def _plain(text: str) -> str:
    letters = normalize("NFKD", normalize("NFKD", text).casefold())
    return normalize("NFC", ACCENTS.sub("", letters)).translate(LETTERS)
