"""The web app's own files: its one page at every address of the app, and what that page needs, from memory."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer
from watchbill.api.problems import AnyRequest
from watchbill.api.tags import is_known

BUILT: Final = Path(__file__).parent / "app"
"""Where the build puts the app."""

PAGE: Final = "index.html"
NO_ROOT: Final = b'name="root" content=""'
"""Where the page says below which path it is served."""

PAGES: Final = ("sign-in", "setup", "board", "gaps", "load", "audit")
"""Addresses of the app's one page,"""
PLACES: Final = ("schedules", "rosters", "people", "groups", "me", "admin")
"""and addresses that are such themselves, with everything below them."""

ROOT_FILES: Final = ("icon.svg", "favicon.ico", "app.webmanifest", "robots.txt")
"""Files that have the same name in every version, because others ask for them by it."""

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".json": "application/json",
    ".map": "application/json",
    ".txt": "text/plain; charset=utf-8",
}

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For what has a hash of its content in its name."""
ASK_EVERY_TIME: Final = "no-cache"

UNBUILT: Final = "The web app has not been built: run make web"

ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
"""What may lie beside a file, the smallest first."""

Headers: TypeAlias = tuple[tuple[str, str], ...]


class Stored(msgspec.Struct, frozen=True):
    """A file of the app, with its precompressed forms by the name of their encoding."""

    media_type: str
    forms: Mapping[str, bytes]

    def form(self, accepted: str) -> tuple[str, bytes]:
        """The smallest form that a caller accepts, and its encoding."""
        wanted = encodings_in(accepted)
        name = next((name for name, _ in ENCODINGS if name in self.forms and wanted(name)), "identity")
        return name, self.forms[name]


class App:
    """The built app, read when it is first asked for and kept in memory from then on.

    `root` is the path below which it is served, such as "/oncall".
    """

    def __init__(self, directory: Path = BUILT, root: str = "") -> None:
        self._directory = directory
        self._root = root
        self._files: dict[str, Stored] = {}

    def file(self, name: str) -> Stored | None:
        """The file with this path below the app's directory. Nothing but what was found there has a name."""
        if not self._files:
            # Asked again as long as there is none, so that a build is seen without starting anew.
            self._files = dict(stored_in(self._directory))
            if PAGE in self._files:
                self._files[PAGE] = rooted(self._files[PAGE], self._root)
        return self._files.get(name)

    @property
    def is_built(self) -> bool:
        return self.file(PAGE) is not None


def rooted(page: Stored, root: str) -> Stored:
    """The page as it is at any address below a path: the build leaves its files' names as if they lay beside it.

    It tells its scripts the path too. It is small, so that it goes out as it is.
    """
    content = page.forms["identity"].replace(b'="./', b'="%b/' % root.encode())
    return Stored(page.media_type, {"identity": content.replace(NO_ROOT, NO_ROOT[:-1] + b'%b"' % root.encode())})


def stored_in(directory: Path) -> Iterator[tuple[str, Stored]]:
    """Each file of a built app with its path; what has a type that no app has is left out."""
    for path in sorted(directory.rglob("*")):
        if path.suffix in TYPES and path.is_file():
            forms = {"identity": path.read_bytes()}
            for name, suffix in ENCODINGS:
                packed = path.with_name(path.name + suffix)
                if packed.is_file():
                    forms[name] = packed.read_bytes()
            yield path.relative_to(directory).as_posix(), Stored(TYPES[path.suffix], forms)


_REFUSED: Final = re.compile(r"q=0(\.0{0,3})?").fullmatch


def encodings_in(accepted: str) -> Callable[[str], bool]:
    """Whether an `Accept-Encoding` takes an encoding, by name or as `*` (RFC 9110, 12.5.3)."""
    weighed = (part.partition(";") for part in accepted.lower().split(","))
    taken = {name.strip(): not _REFUSED(weight.replace(" ", "")) for name, _, weight in weighed}
    return lambda name: taken.get(name, taken.get("*", False))


def routes(app: App) -> list[HTTPRouteHandler]:
    """The app's page at its addresses, and its files."""
    page_paths = ["/", *(f"/{name}" for name in PAGES)]
    for name in PLACES:
        page_paths += [f"/{name}", f"/{name}/{{rest:path}}"]

    @_get(page_paths)
    async def page(request: AnyRequest) -> ASGIApp:
        found = app.file(PAGE)
        return unbuilt() if found is None else told(request, found, ASK_EVERY_TIME)

    @_get(["/assets/{name:path}"])
    async def asset(request: AnyRequest) -> ASGIApp:
        found = app.file(f"assets/{request.path_params['name'].lstrip('/')}")
        return missing() if found is None else told(request, found, FOR_EVER)

    @_get([f"/{name}" for name in ROOT_FILES])
    async def root_file(request: AnyRequest) -> ASGIApp:
        found = app.file(request.scope["path"].strip("/"))
        return missing() if found is None else told(request, found, ASK_EVERY_TIME)

    return [page, asset, root_file]


def _get(paths: list[str]) -> Callable[[Any], HTTPRouteHandler]:
    return HTTPRouteHandler(paths, http_method=["GET", "HEAD"], status_code=200, include_in_schema=False)


def told(request: AnyRequest, found: Stored, caching: str) -> Answer:
    """The file in the form that suits the caller, or 304 where they have it already."""
    encoding, content = found.form(request.headers.get("accept-encoding", ""))
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers: Headers = (
        ("ETag", tag),
        ("Cache-Control", caching),
        ("Vary", "Accept-Encoding"),
        ("Content-Security-Policy", POLICY),
    )
    if is_known(request, tag):
        return Answer(b"", 304, headers, found.media_type)
    coded: Headers = () if encoding == "identity" else (("Content-Encoding", encoding),)
    return Answer(content, 200, (*headers, *coded), found.media_type)


def missing() -> Answer:
    """What is answered where there is no such file."""
    return Answer(b"There is no such file.\n", 404, (), TYPES[".txt"])


def unbuilt() -> Answer:
    """What stands in the app's place until it is built."""
    page = f"<!doctype html><html lang=en><title>Watchbill</title><h1>Watchbill</h1><p>{UNBUILT}.</p>"
    return Answer(page.encode(), 503, (("Content-Security-Policy", POLICY),), TYPES[".html"])
