"""What is served about signing in to the web app: sessions, one's own password, setting up."""

from typing import Any, Final

from watchbill.api.description import Json, answer, body, nullable, record, ref
from watchbill.api.v1.schemas import ADLER, COUNT, FLAG, ID, INSTANT_OR_NULL, TEXT, answered, operation

_ROLE: Final[Json] = {"enum": ["viewer", "responder", "manager", "admin"]}
_CSRF: Final[Json] = {
    "type": ["string", "null"],
    "description": "For the header X-CSRF-Token of whatever changes something; null where a token signs in",
}

SCHEMAS: Final[dict[str, Json]] = {
    "WaysToSignIn": record(
        {
            "password": FLAG,
            "oidc": nullable(record({"name": TEXT, "address": TEXT})),
            "needs_setup": {"type": "boolean", "description": "Whether nobody can sign in as an administrator yet"},
            "has_provider": {"type": "boolean", "description": "Whether a setup makes the administrator alone"},
            "session": nullable(ref("Session")),
        }
    ),
    "SignInWish": record({"username": TEXT, "password": TEXT}),
    "PasswordWish": record({"old": TEXT, "new": {"type": "string", "minLength": 8}}),
    "SetupWish": record(
        {
            "code": {"type": "string", "description": "What the server printed as it started"},
            "provider": {
                "type": ["string", "null"],
                "minLength": 1,
                "maxLength": 255,
                "description": "Its name where there is none yet; one that is there keeps its own",
            },
            "username": {"type": "string", "minLength": 1, "maxLength": 255},
            "password": {"type": "string", "minLength": 8},
        },
        optional=("provider",),
    ),
    "SessionContact": record({"id": ID, "name": TEXT, "email": TEXT, "phone": TEXT, "mobile": TEXT, "tz": TEXT}),
    "Session": record(
        {
            "account": record({"id": ID, "username": TEXT, "name": TEXT, "email": TEXT, "role": _ROLE}),
            "customer": ref("IdAndName"),
            "provider": ref("IdAndName"),
            "sees_all": {"type": "boolean", "description": "Whether it sees every customer of the provider"},
            "contact": nullable(ref("SessionContact")),
            "csrf": _CSRF,
            "expires_at": INSTANT_OR_NULL,
        }
    ),
    "StoryTold": record({"schedules": COUNT, "rosters": COUNT}),
}

_SESSION: Final[Json] = {
    "account": {"id": 3, "username": "ann", "name": "Ann Adler", "email": "ann@acme.example", "role": "manager"},
    "customer": {"id": 2, "name": "Acme"},
    "provider": {"id": 1, "name": "Northwind"},
    "sees_all": False,
    "contact": {**ADLER, "tz": "Europe/Berlin"},
    "csrf": "z4xOK7A2ddbYrU4Dggm4izfZ9Y5gBFCrAHDbI8qlQ6Y",
    "expires_at": "2026-06-03T18:00:00Z",
}
_BODY_FAULTS: Final = (400, 413, 415, 422)
_DONE: Final = "204"


def _open(before: Json) -> Json:
    """The operation for everybody, signed in or not."""
    return {**before, "security": []}


def _signing_in(id: str, summary: str, asked: Json, *statuses: int, **more: Any) -> Json:
    found = answer("Signed in: the session, whose cookie the answer sets", ref("Session"), _SESSION)
    all_statuses = (403, 429, *_BODY_FAULTS, *statuses)
    return _open(operation(id, summary, found, statuses=all_statuses, requestBody=asked, **more))


PATHS: Final[dict[str, Json]] = {
    "/api/v1/sign-in": {
        "get": _open(
            operation(
                "waysToSignIn",
                "How one may sign in here, and who has: for a page that must not fail where nobody is",
                answer(
                    "The ways there are",
                    ref("WaysToSignIn"),
                    {
                        "password": True,
                        "oidc": {"name": "Keycloak", "address": "/sign-in/oidc"},
                        "needs_setup": False,
                        "has_provider": True,
                        "session": None,
                    },
                ),
            )
        )
    },
    "/api/v1/session": {
        "get": operation(
            "session", "Who is signed in", answer("The session", ref("Session"), _SESSION), statuses=(422,)
        ),
        "post": _signing_in(
            "signIn",
            "Sign in with a user name and a password",
            body(ref("SignInWish"), {"username": "ann", "password": "correct horse battery"}),
        ),
        "delete": answered(
            operation("signOut", "Sign out: end the session at once", {}, statuses=(403, 409, 422)),
            _DONE,
            {"description": "Signed out; the cookie is taken away"},
        ),
    },
    "/api/v1/session/password": {
        "put": answered(
            operation(
                "changePassword",
                "Change one's own password; one's other sessions end",
                {},
                statuses=(403, 429, *_BODY_FAULTS),
                requestBody=body(
                    ref("PasswordWish"), {"old": "correct horse battery", "new": "staple the battery horse"}
                ),
            ),
            _DONE,
            {"description": "Changed"},
        )
    },
    "/api/v1/setup": {
        "post": _signing_in(
            "setUp",
            "Make the first administrator, with the provider in an empty database, and sign in",
            body(
                ref("SetupWish"),
                {"code": "tQ0y…", "provider": "Northwind", "username": "ann", "password": "correct horse battery"},
            ),
            409,
        )
    },
    "/api/v1/demo": {
        "post": operation(
            "loadExample",
            "Load the example: customers, people, schedules and rosters with half a year behind them",
            answer("How much there is now", ref("StoryTold"), {"schedules": 6, "rosters": 5}),
            statuses=(403, 409, 422),
            description="For the provider's administrators, as long as there are neither schedules nor rosters.",
        )
    },
}
