"""What holds for every endpoint: signing in, formats, pages, methods, bodies, addresses."""

from itertools import pairwise
from typing import Any

import msgspec
import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock, Stage
from tests.cast import World, at, on

LISTS = [
    "/api/ocs/",
    "/api/ocs-tier/",
    "/api/ocs-on-demand/?tier_id={first}",
    "/api/contacts/",
    "/api/ocs/{noc}/stats/",
]
READS = [
    *LISTS, "/api/ocs/count/", "/api/ocs/{noc}/", "/api/ocs-tier/count/", "/api/ocs-tier/{first}/",
    "/api/ocs-tier/{noc}_1/", "/api/ocs-on-demand/count/", "/api/ocs-on-demand/{cover}/", "/api/customers/",
    "/api/customers/{acme}/", "/api/contacts/{ann}/",
]  # fmt: skip

ABSENT = {"detail": "Authentication credentials were not provided."}
INVALID = {"detail": "Invalid token."}
NOT_FOUND = {"detail": "Not found."}

every_read = pytest.mark.parametrize("path", READS)
every_list = pytest.mark.parametrize("path", LISTS)


def filled(path: str, world: World) -> str:
    ids = {name: getattr(world, name).id for name in ("noc", "first", "cover", "acme", "ann")}
    return path.format(**ids)


# ── signing in ───────────────────────────────────────────────────────────────────────────────────────────────────


@every_read
def test_without_a_token_there_is_no_answer(nobody: Caller, world: World, path: str) -> None:
    response = nobody.get(filled(path, world))
    assert (response.status_code, response.json()) == (401, ABSENT)
    assert response.headers["WWW-Authenticate"] == "Bearer"


@every_read
def test_a_bad_token_is_told_so(nobody: Caller, world: World, path: str) -> None:
    headers = {"Authorization": "Bearer nonsense"}
    response = nobody.send("GET", filled(path, world), headers=headers)
    assert (response.status_code, response.json()) == (401, INVALID)
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Token", "token", "TOKEN"])
def test_two_schemes_in_any_case(nobody: Caller, world: World, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {world.bob.token}"}
    assert nobody.send("GET", "/api/ocs/", headers=headers).status_code == 200


@pytest.mark.parametrize("header", ["Basic dXNlcjpwYXNz", "Digest x", ""])
def test_other_schemes_are_no_credentials(nobody: Caller, header: str) -> None:
    response = nobody.send("GET", "/api/ocs/", headers={"Authorization": header})
    assert (response.status_code, response.json()) == (401, ABSENT)


@pytest.mark.parametrize(
    "token", ["", "x", "{token}x", "x{token}", "{token} x", "wb_1_", "wb_999999999_" + "x" * 43, "é"]
)
def test_nearly_a_token_is_none(nobody: Caller, world: World, token: str) -> None:
    header = f"Bearer {token.format(token=world.bob.token)}".encode()
    response = nobody.send("GET", "/api/ocs/", headers={"Authorization": header})  # type: ignore[arg-type]
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_no_write_goes_through_without_a_token(nobody: Caller, bob: Caller, world: World) -> None:
    assert nobody.post("/api/ocs/", words.schedule(world)).status_code == 401
    assert nobody.delete(f"/api/ocs/{world.noc.id}/").status_code == 401
    assert bob.get("/api/ocs/count/").json() == {"count": 1}


def test_a_token_ends_when_it_expires(nobody: Caller, stage: Stage, world: World, clock: Clock) -> None:
    token = stage.token(world.bob.account, expires_at=at(on(11)))
    headers = {"Authorization": f"Bearer {token}"}
    clock.set(on(10, "23:59"))
    assert nobody.send("GET", "/api/ocs/", headers=headers).status_code == 200
    clock.set(on(11))
    response = nobody.send("GET", "/api/ocs/", headers=headers)
    assert (response.status_code, response.json()) == (401, INVALID)


def test_an_account_that_was_switched_off_does_not_get_in(bob: Caller, stage: Stage, world: World) -> None:
    assert bob.get("/api/ocs/").status_code == 200
    stage.save(msgspec.structs.replace(world.bob.account, is_active=False))
    response = bob.get("/api/ocs/")
    assert (response.status_code, response.json()) == (401, INVALID)


# ── addresses and formats ────────────────────────────────────────────────────────────────────────────────────────


@every_read
def test_the_trailing_slash_may_be_left_out(bob: Caller, world: World, path: str) -> None:
    with_slash = filled(path, world)
    without = with_slash.replace("/?", "?").removesuffix("/")
    response = bob.send("GET", without, follow_redirects=False)
    assert response.status_code == 200
    assert response.json() == bob.get(with_slash).json()


def test_writes_work_without_the_trailing_slash(bob: Caller, world: World) -> None:
    id = bob.post("/api/ocs", words.schedule(world)).json()["id"]
    assert bob.put(f"/api/ocs/{id}", words.schedule(world, name="Day")).json()["name"] == "Day"
    assert bob.post(f"/api/ocs-tier/{id}_1/compute_tier", {}).json() == [[], [[]], []]
    assert bob.delete(f"/api/ocs/{id}").json() == 1


@every_read
def test_json_may_be_asked_for(bob: Caller, world: World, path: str) -> None:
    plain = bob.get(filled(path, world)).json()
    response = bob.get(filled(path, world), format="json")
    assert response.status_code == 200
    assert response.json() == plain


@every_read
@pytest.mark.parametrize("format", ["xml", "api", "JSON5"])
def test_no_other_format_is_there(bob: Caller, world: World, path: str, format: str) -> None:
    response = bob.get(filled(path, world), format=format)
    assert (response.status_code, response.json()) == (404, NOT_FOUND)


def test_a_write_takes_the_format_too(bob: Caller, world: World) -> None:
    assert bob.post("/api/ocs/", words.schedule(world), format="json").status_code == 201
    assert bob.post("/api/ocs/", words.schedule(world, name="X"), format="xml").status_code == 404
    assert bob.get("/api/ocs/count/").json() == {"count": 2}


@every_read
def test_answers_are_json(bob: Caller, world: World, path: str) -> None:
    response = bob.get(filled(path, world))
    assert response.headers["Content-Type"].split(";")[0] == "application/json"


@pytest.mark.parametrize("path", ["/api/nonsense/", "/api/ocs/1/nonsense/", "/api/ocs-tiers/", "/api/"])
def test_what_is_nowhere_is_not_found(bob: Caller, path: str) -> None:
    response = bob.get(path)
    assert (response.status_code, response.json()) == (404, NOT_FOUND)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def thirty(bob: Caller, world: World) -> list[str]:
    """The names of thirty schedules of Acme, in order."""
    names = ["Acme NOC", *(f"Watch {number:02}" for number in range(1, 30))]
    for name in names[1:]:
        bob.post("/api/ocs/", words.schedule(world, name=name))
    return names


def names_on(response: Any) -> list[str]:
    return [row["name"] for row in response.json()["results"]]


def test_without_page_and_limit_everything_is_told(bob: Caller, thirty: list[str]) -> None:
    response = bob.get("/api/ocs/", ordering="name")
    assert names_on(response) == thirty
    assert {"count": 30, "next": None, "previous": None, "next_page": None}.items() <= response.json().items()


def test_a_page_alone_has_25(bob: Caller, thirty: list[str]) -> None:
    assert names_on(bob.get("/api/ocs/", ordering="name", page=1)) == thirty[:25]
    assert names_on(bob.get("/api/ocs/", ordering="name", page=2)) == thirty[25:]


@pytest.mark.parametrize("order", ["customer", "created", "updated", "-created", "-updated"])
def test_ties_are_in_the_direction_that_is_asked_for(bob: Caller, thirty: list[str], order: str) -> None:
    # The first was made before, the others at the same second.
    ids = [row["id"] for row in bob.get("/api/ocs/", ordering=order).json()["results"] if row["name"] != "Acme NOC"]
    is_falling = order.startswith("-") or order == "customer"
    assert ids == sorted(ids, reverse=is_falling)


def test_limit_says_how_many(bob: Caller, thirty: list[str]) -> None:
    assert names_on(bob.get("/api/ocs/", ordering="name", limit=7, page=2)) == thirty[7:14]


def test_next_and_previous_lead_through_all_pages(bob: Caller, thirty: list[str]) -> None:
    page = bob.get("/api/ocs/", ordering="name", limit=12)
    seen = names_on(page)
    while page.json()["next"]:
        page = bob.get(page.json()["next"])
        seen += names_on(page)
    assert seen == thirty
    assert names_on(bob.get(page.json()["previous"])) == thirty[12:24]


def test_next_page_is_a_number(bob: Caller, thirty: list[str]) -> None:
    pages = [bob.get("/api/ocs/", limit=12, page=page).json() for page in (1, 2, 3)]
    assert [page["next_page"] for page in pages] == [2, 3, None]
    assert [page["next"] is None for page in pages] == [False, False, True]
    assert [page["previous"] is None for page in pages] == [True, False, False]


def test_next_is_a_whole_address_that_keeps_the_question(bob: Caller, thirty: list[str]) -> None:
    next = bob.get("/api/ocs/", ordering="-name", limit=12, search="watch").json()["next"]
    assert next.startswith("http://testserver.local/api/ocs/?")
    assert names_on(bob.get(next)) == thirty[:0:-1][12:24]


@pytest.mark.parametrize("limit", [1001, 10**30])
def test_a_page_has_at_most_1000(bob: Caller, world: World, limit: int) -> None:
    minutes = [on(20, f"0:{minute}") for minute in range(1001)]
    shifts = [{"start": start, "end": end, "contact": world.ben.id} for start, end in pairwise(minutes)]
    bob.patch(f"/api/ocs-tier/{world.first.id}/", {"on_demand": shifts})
    answer = bob.get("/api/ocs-on-demand/", tier_id=world.first.id, limit=limit).json()
    assert (answer["count"], len(answer["results"]), answer["next_page"]) == (1001, 1000, 2)
    assert len(bob.get("/api/ocs-on-demand/", tier_id=world.first.id).json()["results"]) == 1001


@every_list
@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "1.5", "9" * 30])
def test_a_page_that_is_not_there_is_told_so(bob: Caller, world: World, path: str, page: str) -> None:
    response = bob.get(filled(path, world), page=page)
    assert (response.status_code, response.json()) == (404, {"detail": "Invalid page."})


@every_list
@pytest.mark.parametrize("limit", ["0", "-1", "x", ""])
def test_a_limit_that_is_none_counts_as_not_sent(bob: Caller, world: World, path: str, limit: str) -> None:
    response = bob.get(filled(path, world), limit=limit)
    assert response.json()["results"] == bob.get(filled(path, world)).json()["results"]


def test_the_first_page_of_an_empty_list_is_there(bob: Caller, world: World) -> None:
    answer = bob.get("/api/ocs-on-demand/", tier_id=world.second.id, page=1).json()
    assert answer == {"count": 0, "next": None, "previous": None, "results": [], "next_page": None}


@every_list
@pytest.mark.parametrize("parameter", ["page", "limit", "ordering", "search", "customer", "ocs", "timeframe"])
def test_no_parameter_is_more_than_a_bad_request(bob: Caller, world: World, path: str, parameter: str) -> None:
    for value in words.TEXTS:
        response = bob.get(filled(path, world), **{parameter: value})
        assert response.status_code in (200, 400, 404), (value, response.text)


# ── methods ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/ocs/", {"GET", "POST"}),
        ("/api/ocs/count/", {"GET"}),
        ("/api/ocs/{noc}/", {"GET", "PUT", "DELETE"}),
        ("/api/ocs/{noc}/stats/", {"GET"}),
        ("/api/ocs-tier/", {"GET"}),
        ("/api/ocs-tier/count/", {"GET"}),
        ("/api/ocs-tier/{first}/", {"GET", "PUT", "PATCH"}),
        ("/api/ocs-tier/{first}/compute_tier/", {"POST"}),
        ("/api/ocs-on-demand/", {"GET", "POST"}),
        ("/api/ocs-on-demand/count/", {"GET"}),
        ("/api/ocs-on-demand/{cover}/", {"GET", "PUT", "DELETE"}),
        ("/api/customers/", {"GET", "POST"}),
        ("/api/customers/{acme}/", {"GET", "PUT", "DELETE"}),
        ("/api/contacts/", {"GET", "POST"}),
        ("/api/contacts/{ann}/", {"GET", "PUT", "PATCH", "DELETE"}),
        ("/api-auth-user/", {"POST"}),
    ],
)
def test_methods_that_are_not_there_are_told_so(alice: Caller, world: World, path: str, methods: set[str]) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
        response = alice.send(method, filled(path, world), {} if method != "GET" else None)
        assert response.status_code == 405, method
        assert response.json() == {"detail": f'Method "{method}" not allowed.'}
        allowed = {word.strip() for word in response.headers["Allow"].split(",")}
        assert allowed - {"HEAD", "OPTIONS"} == methods


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────

WRITES = [
    ("POST", "/api/ocs/"), ("PUT", "/api/ocs/{noc}/"), ("PUT", "/api/ocs-tier/{first}/"),
    ("PATCH", "/api/ocs-tier/{first}/"), ("POST", "/api/ocs-tier/{first}/compute_tier/"),
    ("POST", "/api/ocs-on-demand/"), ("PUT", "/api/ocs-on-demand/{cover}/"), ("POST", "/api/customers/"),
    ("PUT", "/api/customers/{acme}/"), ("POST", "/api/contacts/"), ("PUT", "/api/contacts/{ann}/"),
    ("PATCH", "/api/contacts/{ann}/"),
]  # fmt: skip
every_write = pytest.mark.parametrize(("method", "path"), WRITES)


@every_write
@pytest.mark.parametrize(
    "content", [b"{", b"{'a': 1}", b"\xff\xfe", b'{"a": NaN}', b"nonsense", b'{"a": 1} x', b"[" * 9999]
)
def test_a_body_that_is_no_json_is_told_so(alice: Caller, world: World, method: str, path: str, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = alice.send(method, filled(path, world), content=content, headers=headers)
    assert response.status_code == 400
    assert response.json()["detail"].startswith("JSON parse error - ")


@every_write
@pytest.mark.parametrize("body", [[], "x", 7, True, [{}]])
def test_a_body_that_is_no_object_is_a_bad_request(
    alice: Caller, world: World, method: str, path: str, body: Any
) -> None:
    response = alice.send(method, filled(path, world), body)
    assert response.status_code == 400
    assert set(response.json()) == {"non_field_errors"}


@every_write
@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "text/html", "image/png"])
def test_other_kinds_of_body_are_not_taken(alice: Caller, world: World, method: str, path: str, kind: str) -> None:
    headers = {"Content-Type": kind}
    response = alice.send(method, filled(path, world), content=b"{}", headers=headers)
    assert response.status_code == 415
    assert response.json() == {"detail": f'Unsupported media type "{kind}" in request.'}


def test_a_charset_does_not_hurt(bob: Caller, world: World) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert bob.send("POST", "/api/ocs/", words.schedule(world), headers=headers).status_code == 201


def test_letters_of_all_the_world_come_back(bob: Caller, world: World) -> None:
    name = "Ночная смена 夜勤 \U0001f319"
    id = bob.post("/api/ocs/", words.schedule(world, name=name)).json()["id"]
    assert bob.get(f"/api/ocs/{id}/").json()["name"] == name


# ── ids and instants ─────────────────────────────────────────────────────────────────────────────────────────────


def test_ids_are_positive_integers(bob: Caller, world: World) -> None:
    made = [
        bob.post("/api/ocs/", words.schedule(world)).json(),
        bob.post("/api/ocs-on-demand/", words.cover(world)).json(),
    ]
    assert all(type(answer["id"]) is int and answer["id"] > 0 for answer in made)


@pytest.mark.parametrize(
    "said",
    ["2026-06-20T08:00:00Z", "2026-06-20T10:00:00+02:00", "2026-06-20T08:00:00.123456Z", "2026-06-20T08:00:00.9Z",
     "2026-06-20T13:45:00+05:45", "2026-06-19T22:00:00-10:00", "2026-06-20T08:00:00+00:00", "2026-06-20T08:00Z"],
)  # fmt: skip
def test_instants_come_back_in_one_form(bob: Caller, world: World, said: str) -> None:
    answer = bob.post("/api/ocs-on-demand/", words.cover(world, said, on(21))).json()
    assert answer["start"] == "2026-06-20T08:00:00Z"
