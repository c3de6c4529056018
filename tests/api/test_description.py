"""The OpenAPI description: sound in itself, complete, and shown on a page that needs no internet."""

import re
from html.parser import HTMLParser

import anyio
import jsonschema_rs
import pytest
from litestar.testing import TestClient

from tests.cast import NOW, seeded
from tests.stores import opened_store
from watchbill.settings import Settings
from watchbill.web import app as web_app
from watchbill.wiring import build_app

UNDESCRIBED = {"/openapi.json", "/docs", "/docs/{}", "/healthz", "/readyz", "/metrics"}


@pytest.fixture(scope="module")
def app():
    with opened_store() as store:
        yield build_app(Settings(), store)


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def described(client):
    return client.get("/openapi.json").json()


def operations(described):
    return [
        (method, path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def bare(path):
    """A path without its last slash and the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path.rstrip("/") or "/")


# What people look at is no API.
PAGES = {bare(path) for handler in web_app.routes(web_app.App()) for path in handler.paths}


def test_it_is_openapi_3_1(described):
    assert described["openapi"] == "3.1.0"


def test_every_route_is_described_and_every_description_served(app, described):
    # A family may serve a path through one route that takes all methods; what it answers is for the fuzzer.
    served = {bare(route.path_format) for route in app.routes} - UNDESCRIBED - PAGES
    assert {bare(path) for path in described["paths"]} - served == set()
    assert {path for path in served if not path.startswith("/api/{}")} - {bare(p) for p in described["paths"]} == set()


def test_operation_ids_are_unique(described):
    ids = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere(described):
    named = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert named - described["components"]["schemas"].keys() == set()


def test_every_schema_is_used(described):
    named = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert described["components"]["schemas"].keys() - named == set()


def contents(operation):
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for answer in operation["responses"].values():
        yield from answer.get("content", {}).values()


def test_every_example_fits_its_schema(described):
    checked = 0
    for method, path, operation in operations(described):
        for content in contents(operation):
            if "example" in content:
                whole = {**content["schema"], "components": described["components"]}
                errors = [str(error) for error in jsonschema_rs.validator_for(whole).iter_errors(content["example"])]
                assert not errors, (method, path, errors)
                checked += 1
    assert checked > 20


class Addresses(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("src", "href")]


def test_the_page_takes_all_it_needs_from_here(client):
    page = client.get("/docs")
    addresses = Addresses()
    addresses.feed(page.text)
    assert addresses.found
    for address in addresses.found:
        assert address.startswith("/")
        assert client.get(address).status_code == 200


def test_the_page_may_not_ask_anybody_else(client):
    policy = client.get("/docs").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_the_page_has_no_other_files(client):
    assert client.get("/docs/index.html").status_code == 404
    assert client.get("/docs/..%2f__init__.py").status_code == 404


def headers_of(operation):
    return {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}


def test_a_key_is_described_wherever_it_is_looked_at(described, store):
    world = anyio.run(seeded, store)
    bearer = {"Authorization": f"Bearer {world.alice.token}"}
    with TestClient(build_app(Settings(), store, clock=lambda: NOW)) as client:
        for method, path, operation in operations(described):
            if path.startswith("/api/") and not path.startswith("/api/v2/"):
                address = re.sub(r"\{[^}]*\}", "1", path)
                said = client.request(method, address, json={}, headers={**bearer, "Idempotency-Key": "two words"})
                is_looked_at = "Idempotency-Key" in said.text
                assert is_looked_at == ("Idempotency-Key" in headers_of(operation)), (method, path, said.text)


def test_what_can_be_stale_takes_a_tag(described):
    for method, path, operation in operations(described):
        assert ("412" in operation["responses"]) == ("If-Match" in headers_of(operation)), (method, path)
