"""The app's page at its addresses, and its files."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from tests.stores import opened_store
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.wiring import build_app

PAGE = b"<!doctype html><title>Watchbill</title>"
SCRIPT = b"console.log('on call')" * 50
PACKED = gzip.compress(SCRIPT)
ADDRESSES = (
    "/", "/sign-in", "/setup", "/board", "/gaps", "/load", "/audit",
    "/schedules", "/schedules/3", "/schedules/3/tiers/7/layers", "/rosters/ES-1", "/people/18", "/groups", "/me",
    "/me/feeds", "/admin", "/admin/tokens", "/schedules/",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny app, as a build leaves it."""
    root = tmp_path_factory.mktemp("built") / "app"
    files = {
        "index.html": PAGE,
        "icon.svg": b"<svg/>",
        "app.webmanifest": b"{}",
        ".built-from": b"hash",
        "assets/index-abc.js": SCRIPT,
        "assets/index-abc.js.br": b"by brotli",
        "assets/index-abc.js.gz": PACKED,
        "assets/index-abc.css": b"body {}",
        "assets/inter-abc.woff2": b"font",
        "assets/index-abc.js.map": b"{}",
        "assets/picture-abc.png": b"png",
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (root.parent / "secret.js").write_bytes(b"secret")
    return root


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[TestClient[Any]]:
    with opened_store() as store, TestClient(build_app(Settings(), store, web=built)) as client:
        yield client


def fetched(client: TestClient[Any], path: str, accepted: str = "identity", **headers: str) -> httpx.Response:
    return client.get(path, headers={"Accept-Encoding": accepted, **headers}, follow_redirects=False)


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_page_is_at_every_address_of_the_app(client: TestClient[Any], path: str) -> None:
    response = fetched(client, path)
    assert (response.status_code, response.content) == (200, PAGE)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/nowhere", "/board/x", "/index.html", "/assets", "/sign-in/x", "/schedulesx"])
def test_everything_else_is_nowhere(client: TestClient[Any], path: str) -> None:
    assert fetched(client, path).status_code == 404


def test_the_policy_lets_nothing_in_from_elsewhere(client: TestClient[Any]) -> None:
    policy = fetched(client, "/").headers.get_list("content-security-policy")
    assert len(policy) == 1
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy[0]
    assert "unsafe" not in policy[0]
    assert "frame-ancestors 'none'" in policy[0]


def test_a_page_that_is_known_is_not_sent_again(client: TestClient[Any]) -> None:
    tag = fetched(client, "/").headers["etag"]
    response = fetched(client, "/board", **{"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert fetched(client, "/board", **{"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("assets/index-abc.js", "text/javascript; charset=utf-8"),
        ("assets/index-abc.css", "text/css; charset=utf-8"),
        ("assets/inter-abc.woff2", "font/woff2"),
        ("assets/picture-abc.png", "image/png"),
        ("assets/index-abc.js.map", "application/json"),
        ("icon.svg", "image/svg+xml"),
        ("app.webmanifest", "application/manifest+json"),
    ],
)
def test_a_file_says_what_it_is(client: TestClient[Any], name: str, media_type: str) -> None:
    assert fetched(client, f"/{name}").headers["content-type"] == media_type


def test_a_file_with_its_hash_in_its_name_is_kept_for_ever(client: TestClient[Any]) -> None:
    said = fetched(client, "/assets/index-abc.js").headers["cache-control"]
    assert said == "public, max-age=31536000, immutable"


def test_a_file_of_the_same_name_for_ever_is_asked_for_every_time(client: TestClient[Any]) -> None:
    assert fetched(client, "/icon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("br, gzip", "br"),
        ("gzip, br;q=0.1", "br"),
        ("gzip", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("identity", None),
        ("deflate", None),
        ("", None),
        ("*;q=0", None),
        ("br; q=0.000, gzip;q=0", None),
    ],
)
def test_the_smallest_form_that_is_accepted_is_sent(client: TestClient[Any], accepted: str, chosen: str | None) -> None:
    with client.stream("GET", "/assets/index-abc.js", headers={"Accept-Encoding": accepted}) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers.get("content-encoding") == chosen
    assert raw == {"br": b"by brotli", "gzip": PACKED, None: SCRIPT}[chosen]
    assert response.headers["vary"] == "Accept-Encoding"


def test_each_form_has_a_tag_of_its_own(client: TestClient[Any]) -> None:
    tags = [fetched(client, "/assets/index-abc.js", accepted).headers["etag"] for accepted in ("gzip", "identity")]
    assert len(set(tags)) == 2


def test_head_tells_all_but_the_body(client: TestClient[Any]) -> None:
    response = client.head("/assets/index-abc.js", headers={"Accept-Encoding": "identity"})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(len(SCRIPT))


@pytest.mark.parametrize(
    "path",
    [
        "/assets/nothing.js",
        "/assets/index-abc.js.br",
        "/assets/..%2findex.html",
        "/assets/%2e%2e/%2e%2e/secret.js",
        "/assets/..%2f..%2fsecret.js",
        "/assets/..\\..\\secret.js",
        "/assets//etc/passwd",
        "/assets/%00",
        "/.built-from",
        "/favicon.ico",
    ],
)
def test_nothing_but_the_apps_files_is_served(client: TestClient[Any], path: str) -> None:
    assert fetched(client, path).status_code == 404


def test_nothing_can_be_sent_there(client: TestClient[Any]) -> None:
    assert client.post("/").status_code == 405


def test_an_app_that_was_not_built_says_so(store: Store, tmp_path: Path) -> None:
    with TestClient(build_app(Settings(), store, web=tmp_path / "none")) as client:
        response = client.get("/board")
    assert response.status_code == 503
    assert "The web app has not been built: run make web" in response.text


def test_a_build_is_seen_without_starting_anew(store: Store, tmp_path: Path) -> None:
    with TestClient(build_app(Settings(), store, web=tmp_path)) as client:
        assert client.get("/").status_code == 503
        (tmp_path / "index.html").write_bytes(PAGE)
        assert client.get("/").content == PAGE
