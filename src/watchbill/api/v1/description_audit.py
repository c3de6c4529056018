"""What is served of the audit log."""

from typing import Final

from watchbill.api.description import Json, nullable, query, record, ref
from watchbill.api.v1.schemas import (
    ID,
    ID_IN,
    INSTANT,
    PAGING,
    TEXT,
    TZ,
    WHEN_IN,
    a_page,
    operation,
    page_of,
)
from watchbill.domain.audit import KINDS

_KIND: Final[Json] = {"enum": list(KINDS.values())}
_STATE: Final[Json] = {
    "type": ["object", "null"],
    "description": "The record's fields, without secrets and their hashes; null while it was not there",
}

SCHEMAS: Final[dict[str, Json]] = {
    "AuditRow": record(
        {
            "id": ID,
            "at": INSTANT,
            "account": nullable(record({"id": ID, "username": TEXT})),
            "source": record(
                {
                    "via": {"enum": ["ocs", "rosters", "v1", "web", "cli", "system"]},
                    "address": nullable(TEXT),
                    "request_id": nullable(TEXT),
                    "token": nullable(record({"id": ID, "name": TEXT})),
                }
            ),
            "deed": {"enum": ["created", "changed", "deleted", "ended", "brought_back", "erased"]},
            "kind": _KIND,
            "subject": record({"id": {"type": ["integer", "string"]}, "name": TEXT}),
            "customer": nullable(ref("IdAndName")),
            "before": _STATE,
            "after": _STATE,
        },
        description="What one request changed of one record; an account of null is the operator at the command line",
    ),
    "AuditPage": page_of(ref("AuditRow")),
}

_OVERRIDE: Final[Json] = {
    "id": 5,
    "tier_id": 7,
    "contact_id": 18,
    "start_at": "2026-06-04T08:00:00Z",
    "end_at": "2026-06-04T20:00:00Z",
    "created_at": "2026-06-03T18:00:00Z",
    "created_by": 4,
}
_EXAMPLE: Final[Json] = {
    "id": 812,
    "at": "2026-06-03T18:05:00Z",
    "account": {"id": 4, "username": "ann"},
    "source": {
        "via": "web",
        "address": "192.0.2.1",
        "request_id": "8c1f2a04d7-00004e",
        "token": {"id": 31, "name": "web"},
    },
    "deed": "changed",
    "kind": "override",
    "subject": {"id": 5, "name": "Network operations, tier 1"},
    "customer": {"id": 2, "name": "Acme"},
    "before": _OVERRIDE,
    "after": {**_OVERRIDE, "end_at": "2026-06-04T22:00:00Z"},
}

PATHS: Final[dict[str, Json]] = {
    "/api/v1/audit": {
        "get": operation(
            "audit",
            "Who changed what, the latest first",
            a_page("AuditPage", [_EXAMPLE]),
            parameters=(
                query("since", WHEN_IN, "Only from this instant on"),
                query("until", WHEN_IN, "Only before this instant"),
                query("account", ID_IN, "Only what this account did"),
                query("kind", _KIND, "Only what was done to records of this kind"),
                query("id", TEXT, "Only what was done to the record with this id"),
                query("customer", ID_IN, "Only what is this customer's"),
                TZ,
                *PAGING,
            ),
            statuses=(403, 422),
            description="Managers read of rules and people; admins of accounts, tokens, OAuth clients and feeds too.",
        )
    }
}
