"""What is served about people and administration: customers, contacts, groups, accounts, tokens, clients, zones."""

from typing import Final

from watchbill.api.description import Json, array, in_path, nullable, query, record, ref
from watchbill.api.v1.schemas import (
    ADLER,
    CALLED_ADLER,
    CALLED_BLAKE,
    ENDED,
    ENDING,
    FLAG,
    ID,
    ID_IN,
    INSTANT,
    INSTANT_IN,
    INSTANT_OR_NULL,
    PAGING,
    PHONE_LINK,
    TEXT,
    THERE,
    a_page,
    brings_back,
    changes,
    erases,
    makes,
    numbered,
    operation,
    page_of,
    removes,
    shows,
    shows_ever,
    wanted,
)

# ── what bodies may hold ─────────────────────────────────────────────────────────────────────────────────────────

_KEY: Final[Json] = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
_NAME: Final[Json] = {"type": "string", "minLength": 1, "maxLength": 255, "description": "Not blank"}
_LINE: Final[Json] = {"type": "string", "maxLength": 255}
_LONG_LINE: Final[Json] = {"type": "string", "maxLength": 1000}
_EMAIL: Final[Json] = {"type": "string", "maxLength": 255, "description": "An address, or empty"}
_ZONE: Final[Json] = {
    "type": "string",
    "description": "The name of a time zone, or empty",
    "examples": ["Europe/Berlin"],
}
_PASSWORD: Final[Json] = {"type": "string", "minLength": 8, "maxLength": 1000, "format": "password"}
_ROLE: Final[Json] = {"enum": ["viewer", "responder", "manager", "admin"]}
_TOKEN_KIND: Final[Json] = {"enum": ["api", "login", "oauth", "session"]}
_ACTIVE: Final[Json] = {"enum": ["true", "false", "all"]}

_ACCOUNT_REF: Final = record({"id": ID, "username": TEXT})

_COUNTRY: Final[Json] = {
    "type": "string",
    "pattern": "^([A-Z]{2})?$",
    "description": "The country as which phone numbers without a country's code are dialled, by its two letters (ISO "
    "3166); empty for that of the provider",
    "examples": ["DE"],
}
_CONTACT_FIELDS: Final[dict[str, Json]] = {
    "customer": _KEY,
    "first_name": _NAME,
    "last_name": _LINE,
    "login_name": _LINE,
    "email": _EMAIL,
    "phone": _LINE,
    "mobile": _LINE,
    "tz": _ZONE,
    "is_active": FLAG,
}
_GROUP_FIELDS: Final[dict[str, Json]] = {
    "name": _NAME,
    "description": _LONG_LINE,
    "email": _EMAIL,
    "members": array(_KEY, description="Ids of contacts: who is in the group from now on"),
}
_ACCOUNT_FIELDS: Final[dict[str, Json]] = {
    "username": _NAME,
    "role": _ROLE,
    "customer": _KEY,
    "password": nullable(_PASSWORD),
    "first_name": _LINE,
    "last_name": _LINE,
    "email": _EMAIL,
    "contact": nullable(_KEY),
}


def _edit(fields: dict[str, Json], **more: Json) -> Json:
    """The fields of a record, of which a change names any."""
    return record({**fields, **more}, optional=[*fields, *more])


SCHEMAS: Final[dict[str, Json]] = {
    "CustomerRecord": record(
        {
            "id": ID,
            "name": TEXT,
            "country": _COUNTRY,
            "is_active": FLAG,
            "is_provider": {**FLAG, "description": "Whether this is the provider itself"},
            "created_at": INSTANT,
            "updated_at": INSTANT,
            **ENDING,
        }
    ),
    "CustomerRecordPage": page_of(ref("CustomerRecord")),
    "CustomerWish": record({"name": _NAME, "country": _COUNTRY}, optional=["country"]),
    "CustomerEdit": _edit({"name": _NAME, "country": _COUNTRY, "is_active": FLAG}),
    "ContactRecord": record(
        {
            "id": ID,
            "customer": ref("IdAndName"),
            "name": TEXT,
            "first_name": TEXT,
            "last_name": TEXT,
            "login_name": TEXT,
            "email": TEXT,
            "phone": TEXT,
            "mobile": TEXT,
            "phone_link": PHONE_LINK,
            "mobile_link": PHONE_LINK,
            "tz": {**TEXT, "description": "Empty where it is not known"},
            "is_active": FLAG,
            "groups": array(ref("GroupName"), description="The groups that they are in now, by name"),
            "created_at": INSTANT,
            "updated_at": INSTANT,
            "erased_at": {**INSTANT_OR_NULL, "description": "When who they were was erased; null while it is known"},
        }
    ),
    "ContactRecordPage": page_of(ref("ContactRecord")),
    "ContactWish": record(
        _CONTACT_FIELDS, optional=[name for name in _CONTACT_FIELDS if name not in ("customer", "first_name")]
    ),
    "ContactEdit": _edit(_CONTACT_FIELDS),
    "GroupName": record({"id": TEXT, "name": TEXT}),
    "GroupRecord": record(
        {
            "id": TEXT,
            "customer": ref("IdAndName"),
            "name": TEXT,
            "description": TEXT,
            "email": TEXT,
            "members": array(ref("OnCallPerson"), description="Who is in it now"),
            "created_at": INSTANT,
            "updated_at": INSTANT,
            **ENDING,
        }
    ),
    "GroupRecordPage": page_of(ref("GroupRecord")),
    "GroupWish": record({"customer": _KEY, **_GROUP_FIELDS}, optional=["description", "email", "members"]),
    "GroupEdit": _edit(_GROUP_FIELDS),
    "AccountRecord": record(
        {
            "id": ID,
            "username": TEXT,
            "name": {**TEXT, "description": "First and last name, or else the user name"},
            "first_name": TEXT,
            "last_name": TEXT,
            "email": TEXT,
            "role": _ROLE,
            "customer": ref("IdAndName"),
            "contact": nullable(ref("OnCallPerson")),
            "is_active": FLAG,
            "has_password": FLAG,
            "created_at": INSTANT,
            "updated_at": INSTANT,
        }
    ),
    "AccountRecordPage": page_of(ref("AccountRecord")),
    "AccountWish": record(
        _ACCOUNT_FIELDS,
        optional=[name for name in _ACCOUNT_FIELDS if name not in ("username", "role", "customer")],
    ),
    "AccountEdit": _edit(_ACCOUNT_FIELDS, is_active=FLAG),
    "TokenRecord": record(
        {
            "id": ID,
            "name": TEXT,
            "kind": _TOKEN_KIND,
            "role": {**_ROLE, "description": "What it may do now: no more than its account"},
            "account": _ACCOUNT_REF,
            "created_at": INSTANT,
            "expires_at": INSTANT_OR_NULL,
            "last_used_at": INSTANT_OR_NULL,
            "revoked_at": INSTANT_OR_NULL,
            "is_current": {**FLAG, "description": "Whether this request came by it"},
            "text": {"type": "string", "description": "Only when it has just been made: it is not kept"},
        },
        optional=["text"],
    ),
    "TokenRecordPage": page_of(ref("TokenRecord")),
    "TokenWish": record(
        {"name": _NAME, "account": _KEY, "role": _ROLE, "expires_at": INSTANT_IN},
        optional=["account", "role", "expires_at"],
    ),
    "OAuthClientRecord": record(
        {
            "id": ID,
            "client_key": TEXT,
            "name": TEXT,
            "role": _ROLE,
            "account": _ACCOUNT_REF,
            "customer": ref("IdAndName"),
            "created_at": INSTANT,
            "revoked_at": INSTANT_OR_NULL,
            "secret": {"type": "string", "description": "Only when it has just been made: it is not kept"},
        },
        optional=["secret"],
    ),
    "OAuthClientRecordPage": page_of(ref("OAuthClientRecord")),
    "OAuthClientWish": record(
        {"name": _NAME, "role": _ROLE, "customer": _KEY, "contact": nullable(_KEY)}, optional=["contact"]
    ),
}

# ── examples ─────────────────────────────────────────────────────────────────────────────────────────────────────

_ACME: Final[Json] = {"id": 2, "name": "Acme"}
_TIMES: Final[Json] = {"created_at": "2026-05-01T08:00:00Z", "updated_at": "2026-06-03T18:00:00Z"}
_CUSTOMER: Final[Json] = {**_ACME, "country": "GB", "is_active": True, "is_provider": False, **_TIMES, **THERE}
_CONTACT_ASKED: Final[Json] = {
    "customer": 2,
    "first_name": "Ann",
    "last_name": "Adler",
    "email": "ann@acme.example",
    "phone": "+442079460018",
    "tz": "Europe/London",
}
_GROUP_NAME: Final[Json] = {"id": "0a6d3f4e-7f43-4a52-9a8e-1d2c3b4a5f60", "name": "Network"}
_CONTACT: Final[Json] = {
    **CALLED_ADLER,
    "customer": _ACME,
    "first_name": "Ann",
    "last_name": "Adler",
    "login_name": "ann.adler",
    "tz": "Europe/London",
    "is_active": True,
    "groups": [_GROUP_NAME],
    **_TIMES,
    "erased_at": None,
}
_CONTACT_ERASED: Final[Json] = {
    **_CONTACT,
    "name": "erased",
    **dict.fromkeys(("first_name", "login_name", "email", "phone", "mobile"), "erased"),
    "last_name": "",
    "is_active": False,
    "groups": [],
    "erased_at": "2026-07-01T08:00:00Z",
}
_GROUP: Final[Json] = {
    **_GROUP_NAME,
    "customer": _ACME,
    "description": "Routers and lines",
    "email": "",
    "members": [CALLED_ADLER, CALLED_BLAKE],
    **_TIMES,
    **THERE,
}
_ACCOUNT: Final[Json] = {
    "id": 5,
    "username": "ann",
    "name": "Ann Adler",
    "first_name": "Ann",
    "last_name": "Adler",
    "email": "ann@acme.example",
    "role": "responder",
    "customer": _ACME,
    "contact": ADLER,
    "is_active": True,
    "has_password": True,
    **_TIMES,
}
_TOKEN: Final[Json] = {
    "id": 11,
    "name": "phone",
    "kind": "api",
    "role": "responder",
    "account": {"id": 5, "username": "ann"},
    "created_at": "2026-06-03T18:00:00Z",
    "expires_at": None,
    "last_used_at": "2026-06-04T07:00:00Z",
    "revoked_at": None,
    "is_current": True,
}
_CLIENT: Final[Json] = {
    "id": 3,
    "client_key": "5f1d0c2b7a8e4d6f9b3a1c5e7d9f0b2a",
    "name": "importer",
    "role": "manager",
    "account": {"id": 9, "username": "importer"},
    "customer": _ACME,
    "created_at": "2026-06-03T18:00:00Z",
    "revoked_at": None,
}

# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────────────

_OF_CUSTOMER: Final = query("customer", ID_IN, "Only what this customer owns")
_GROUP_ID: Final = in_path("id", TEXT, "The id of the group")


def _search(where: str) -> Json:
    return query("search", TEXT, f"Only where {where} has this text, in any case")


def _active(default: str, what: str) -> Json:
    return query("active", {**_ACTIVE, "default": default}, what)


PATHS: Final[dict[str, Json]] = {
    "/api/v1/customers": {
        "get": operation(
            "listCustomers",
            "The provider and its customers, or your own customer",
            a_page("CustomerRecordPage", [_CUSTOMER]),
            parameters=[_search("the name"), ENDED, *PAGING],
        ),
        "post": makes(
            "addCustomer",
            "Make a customer",
            "CustomerRecord",
            _CUSTOMER,
            wanted("CustomerWish", {"name": "Acme", "country": "GB"}),
            description="For the provider's admins.",
        ),
    },
    "/api/v1/customers/{id}": {
        "get": shows_ever("showCustomer", "A customer", "CustomerRecord", _CUSTOMER, numbered("customer")),
        "patch": changes(
            "changeCustomer",
            "Rename a customer, say in which country it is, or switch it on or off",
            "CustomerRecord",
            _CUSTOMER,
            wanted("CustomerEdit", {"is_active": False}),
            numbered("customer"),
            description="For the provider's admins.",
        ),
        "delete": removes(
            "removeCustomer",
            "End a customer with its people and groups, from now on; its accounts are switched off",
            numbered("customer"),
            description="For the provider's admins; not while it has schedules or rosters. It can be brought back.",
        ),
    },
    "/api/v1/customers/{id}/bring-back": {
        "post": brings_back(
            "bringBackCustomer", "CustomerRecord", _CUSTOMER, "NamedReturn", numbered("customer"), "customer"
        )
    },
    "/api/v1/customers/{id}/erase": {"post": erases("eraseCustomer", numbered("customer"), "customer", "Acme")},
    "/api/v1/contacts": {
        "get": operation(
            "listContacts",
            "People who can be on call",
            a_page("ContactRecordPage", [_CONTACT]),
            parameters=[
                _search("a name, the e-mail address or a phone number"),
                _OF_CUSTOMER,
                _active("true", "Whether those who are active are wanted, those who are not, or all"),
                *PAGING,
            ],
        ),
        "post": makes(
            "addContact",
            "Add somebody who can be on call",
            "ContactRecord",
            _CONTACT,
            wanted("ContactWish", _CONTACT_ASKED),
            description="For managers.",
        ),
    },
    "/api/v1/contacts/{id}": {
        "get": shows("showContact", "A contact", "ContactRecord", _CONTACT, numbered("contact")),
        "patch": changes(
            "changeContact",
            "Change a contact",
            "ContactRecord",
            _CONTACT,
            wanted("ContactEdit", {"phone": "+442079460018"}),
            numbered("contact"),
            description="For managers. Who is still named by rules cannot be switched off or moved: 409 says by which.",
        ),
        "delete": removes(
            "removeContact",
            "Switch a contact off; the past keeps its name",
            numbered("contact"),
            query(
                "accounts",
                {"enum": ["keep", "end"], "default": "keep"},
                "Whether the accounts that are this contact end too, with all that signs them in; for admins",
            ),
            description="For managers; not while rules name them: 409 says which, in `places` too.",
        ),
    },
    "/api/v1/contacts/{id}/erase": {
        "post": changes(
            "eraseContact",
            "Erase who somebody was; their hours stay",
            "ContactRecord",
            _CONTACT_ERASED,
            wanted("Erasing", {"name": "Ann Adler"}),
            numbered("contact"),
            description=(
                "For admins, with the name as it stands. Names, numbers and addresses become `erased`: in the contact "
                "and its accounts, in the audit log, and in answers that are kept to be repeated. Who can still "
                "be put on call or sign in is 409."
            ),
        )
    },
    "/api/v1/groups": {
        "get": operation(
            "listContactGroups",
            "Groups of contacts",
            a_page("GroupRecordPage", [_GROUP]),
            parameters=[_search("the name"), _OF_CUSTOMER, ENDED, *PAGING],
        ),
        "post": makes(
            "addContactGroup",
            "Make a group",
            "GroupRecord",
            _GROUP,
            wanted("GroupWish", {"customer": 2, "name": "Network", "members": [18, 19]}),
            description="For managers.",
        ),
    },
    "/api/v1/groups/{id}": {
        "get": shows_ever("showContactGroup", "A group", "GroupRecord", _GROUP, _GROUP_ID),
        "patch": changes(
            "changeContactGroup",
            "Change a group, or who is in it from now on",
            "GroupRecord",
            _GROUP,
            wanted("GroupEdit", {"members": [18, 19]}),
            _GROUP_ID,
            description="For managers. Past timelines keep who was in it then.",
        ),
        "delete": removes(
            "removeContactGroup",
            "End a group, from now on",
            _GROUP_ID,
            description="For managers; not while rosters name it: 409 says which. It can be brought back.",
        ),
    },
    "/api/v1/groups/{id}/bring-back": {
        "post": brings_back("bringBackContactGroup", "GroupRecord", _GROUP, "NamedReturn", _GROUP_ID, "group")
    },
    "/api/v1/groups/{id}/erase": {"post": erases("eraseContactGroup", _GROUP_ID, "group", "Network")},
    "/api/v1/accounts": {
        "get": operation(
            "listAccounts",
            "Who can sign in",
            a_page("AccountRecordPage", [_ACCOUNT]),
            parameters=[
                _search("a name or the e-mail address"),
                _OF_CUSTOMER,
                query("contact", ID_IN, "Only those that are this contact"),
                _active("all", "Whether those that can sign in are wanted, those that cannot, or all"),
                *PAGING,
            ],
            statuses=(403, 422),
            description="For admins.",
        ),
        "post": makes(
            "addAccount",
            "Let somebody sign in",
            "AccountRecord",
            _ACCOUNT,
            wanted("AccountWish", {"username": "ann", "role": "responder", "customer": 2, "contact": 18}),
            description="For admins. Without a password the account signs in by tokens alone.",
        ),
    },
    "/api/v1/accounts/{id}": {
        "get": shows(
            "showAccount", "An account", "AccountRecord", _ACCOUNT, numbered("account"), description="For admins."
        ),
        "patch": changes(
            "changeAccount",
            "Change an account",
            "AccountRecord",
            _ACCOUNT,
            wanted("AccountEdit", {"role": "manager"}),
            numbered("account"),
            description=(
                "For admins. It counts at once, for tokens too. Another password, or none, ends who is signed in by "
                "the old one; another customer ends all tokens. The provider keeps one active admin."
            ),
        ),
    },
    "/api/v1/tokens": {
        "get": operation(
            "listTokens",
            "Your tokens; for an admin everybody's",
            a_page("TokenRecordPage", [_TOKEN]),
            parameters=[
                query("account", ID_IN, "Only those of this account"),
                query("kind", _TOKEN_KIND, "Only those of this kind"),
                _active("true", "Whether those that sign in are wanted, those that have ended, or all"),
                *PAGING,
            ],
            description="The latest first.",
        ),
        "post": makes(
            "issueToken",
            "Make an API token; its text is told this once",
            "TokenRecord",
            {**_TOKEN, "is_current": False, "last_used_at": None, "text": "wb_1_…"},
            wanted("TokenWish", {"name": "phone", "role": "viewer", "expires_at": "2027-06-03T00:00:00Z"}),
            description="For yourself; an admin's for others too. Its role is never more than yours or the account's.",
        ),
    },
    "/api/v1/tokens/{id}": {
        "delete": removes("revokeToken", "End a token at once", numbered("token")),
    },
    "/api/v1/oauth-clients": {
        "get": operation(
            "listOAuthClients",
            "Programs that exchange a secret for tokens",
            a_page("OAuthClientRecordPage", [_CLIENT]),
            parameters=[
                _OF_CUSTOMER,
                _active("true", "Whether those that sign in are wanted, those that have ended, or all"),
                *PAGING,
            ],
            statuses=(403, 422),
            description="For admins.",
        ),
        "post": makes(
            "makeOAuthClient",
            "Make an OAuth client with an account of its own; the secret is told this once",
            "OAuthClientRecord",
            {**_CLIENT, "secret": "q5c…"},
            wanted("OAuthClientWish", {"name": "importer", "role": "manager", "customer": 2}),
            description="For admins.",
        ),
    },
    "/api/v1/oauth-clients/{id}": {
        "delete": removes(
            "revokeOAuthClient",
            "End an OAuth client and its tokens at once",
            numbered("OAuth client"),
            description="For admins.",
        ),
    },
}
