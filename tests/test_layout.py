"""The arrows of the architecture are true: who imports whom is read from the source and held against the picture."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
INSIDE = frozenset({"engine", "domain"})
# Each place and the places that it may import besides itself; the longest name that fits a module is its place.
ARROWS: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "engine": frozenset(),
    "domain": frozenset({"engine"}),
    "story": INSIDE,
    "store": INSIDE,
    "feeds": INSIDE,
    "api": INSIDE,
    "api.ocs": INSIDE | {"api"},
    "api.rosters": INSIDE | {"api"},
    "api.v1": INSIDE | {"api", "story"},
    "web": INSIDE | {"feeds", "api", "trace"},
    "jobs": INSIDE | {"feeds"},
    "cli": INSIDE | {"settings", "story", "trace"},
    "settings": frozenset(),
    "logs": frozenset({"domain"}),
    "trace": frozenset(),
    "frame": frozenset({"trace"}),
    "metrics": INSIDE | {"logs"},
    "wiring": INSIDE
    | {
        "store",
        "feeds",
        "api",
        "api.ocs",
        "api.rosters",
        "api.v1",
        "web",
        "jobs",
        "settings",
        "logs",
        "frame",
        "metrics",
    },
    "__main__": frozenset({"wiring", "cli"}),
}
# Who asks for the zone of something asks `engine.wallclock`, or two parts would be told two things of one zone.
ZONES = frozenset({"zoneinfo", "tzdata", "dateutil", "pytz", "tzlocal"})
READS_ZONES = {"engine.wallclock"}
LOCAL = frozenset({"astimezone", "localtime", "mktime"})
EDGES = ("store", "feeds", "api.ocs", "api.rosters", "api.v1", "web", "jobs", "cli")

# What comes from outside: the engine is pure, the domain nearly.
ENGINE_MAY_IMPORT = frozenset(
    {"bisect", "collections", "datetime", "functools", "heapq", "itertools", "math", "msgspec", "operator", "re"}
    | {"typing", "zoneinfo", "calendar", "enum", "json", "importlib", "types", "tzdata", "dataclasses", "threading"}
)
DOMAIN_MAY_IMPORT = ENGINE_MAY_IMPORT | {
    "argon2",
    "asyncio",
    "contextlib",
    "csv",
    "hashlib",
    "io",
    "phonenumbers",
    "secrets",
    "unicodedata",
    "uuid",
}
ONLY_IN = {
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "asyncpg": {"store"},
    "sqlite3": {"store"},
    "litestar": {"api", "api.ocs", "api.rosters", "api.v1", "web", "wiring", "frame", "metrics"},
    "httpx2": {"cli", "web"},
    "prometheus_client": {"metrics"},
    "typer": {"cli"},
    "rich": {"cli"},
    "structlog": {"logs", "frame", "wiring"},
    "uvicorn": {"wiring"},
    "authlib": {"web"},
    "joserfc": {"web"},
}


def place_of(module: str) -> str | None:
    """The place of a module of ours ("engine.spans" is in "engine"); None where the picture has none."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in ARROWS), None)


def imports(module: str, text: str, modules: frozenset[str]) -> Iterator[str]:
    """The full names of the modules that a module imports; relative ones spelled out."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ["watchbill", *module.split(".")][: -node.level] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                deeper = f"{source}.{alias.name}"
                yield deeper if deeper.removeprefix("watchbill.") in modules else source


def packages_and_modules(names: Iterable[str]) -> frozenset[str]:
    """The modules and all packages above them."""
    return frozenset(above for name in names for above in (name, *_above(name)))


def _above(name: str) -> Iterator[str]:
    while name:
        name = name.rpartition(".")[0]
        yield name


def broken_arrows(sources: Mapping[str, str]) -> list[str]:
    """Each import that the picture does not have, as a sentence; sources by module, without "watchbill."."""
    broken = []
    modules = packages_and_modules(sources)
    for module, text in sources.items():
        place = place_of(module) if module else ""
        if place is None:
            broken.append(f"{module} has no place in the picture")
            continue
        for name in imports(module, text, modules):
            reason = _fault(place, name)
            if reason:
                broken.append(f"{module or 'watchbill'} imports {name}: {reason}")
    return broken


def _fault(place: str, name: str) -> str:
    top, _, rest = name.partition(".")
    if top == "watchbill":
        target = place_of(rest) if rest else ""
        is_fine = target is not None and (target == place or target in ARROWS[place] or not rest)
        return "" if is_fine else f"{place or 'the package'} may not know {target or rest}"
    if place == "engine" and top not in ENGINE_MAY_IMPORT:
        return "the engine is pure"
    if place == "domain" and top not in DOMAIN_MAY_IMPORT:
        return "the domain touches nothing"
    return "" if place in ONLY_IN.get(top, {place}) else f"only {', '.join(sorted(ONLY_IN[top]))} may"


def zones_elsewhere(sources: Mapping[str, str]) -> list[str]:
    """The modules that read the data of zones for themselves, or ask the machine what its clocks show."""
    modules = packages_and_modules(sources)
    return [
        module
        for module, text in sources.items()
        if module not in READS_ZONES
        and (
            any(name.partition(".")[0] in ZONES for name in imports(module, text, modules))
            or any(isinstance(node, ast.Attribute) and node.attr in LOCAL for node in ast.walk(ast.parse(text)))
        )
    ]


# What takes long to load and most commands, or most starts of a server, do without.
LATE = {
    ("__main__", "from watchbill import wiring"),
    ("wiring", "from watchbill.web import oidc"),
    ("store.migrations.migrate", "from watchbill.store.migrations.steps import walk"),
}


def hidden_imports(sources: Mapping[str, str]) -> list[str]:
    """Each import inside a function, but for those that are late for a reason."""
    return [
        f"{module}, line {inner.lineno}"
        for module, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom) and (module, ast.unparse(inner)) not in LATE
    ]


def rings(sources: Mapping[str, str]) -> list[str]:
    """The modules that import themselves by way of others; imports for types alone count too."""
    modules = packages_and_modules(sources)
    ours = {
        module: {name.removeprefix("watchbill.") for name in imports(module, text, modules)} & modules - {module}
        for module, text in sources.items()
    }
    while leaves := [module for module, known in ours.items() if not known & ours.keys()]:
        for leaf in leaves:
            del ours[leaf]
    return sorted(ours)


def our_sources() -> dict[str, str]:
    found = {}
    for path in (SOURCE / "watchbill").rglob("*.py"):
        parts = path.relative_to(SOURCE / "watchbill").with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def test_every_import_follows_an_arrow():
    assert broken_arrows(our_sources()) == []


def test_one_module_knows_the_data_of_zones():
    assert zones_elsewhere(our_sources()) == []


@pytest.mark.parametrize("text", ["from zoneinfo import ZoneInfo", "import dateutil.tz", "at.astimezone(zone)"])
def test_zones_that_are_read_elsewhere_are_found(text):
    assert zones_elsewhere({"engine.wallclock": text, "cli.show": text}) == ["cli.show"]


def test_no_import_hides_in_a_function():
    assert hidden_imports(our_sources()) == []


def test_each_import_that_is_late_is_there():
    assert {(module, late) for module, late in LATE if late in our_sources()[module]} == LATE


def test_no_module_imports_itself_by_way_of_others():
    assert rings(our_sources()) == []


def test_every_module_opens_with_one_sentence():
    untold = [name for name, text in our_sources().items() if not (ast.get_docstring(ast.parse(text)) or "").strip()]
    assert untold == []


# ── the check itself is held true: each of these trees has one broken arrow ──


@pytest.mark.parametrize(
    ("module", "text", "why"),
    [
        ("engine.spans", "import sqlite3", "the engine is pure"),
        ("engine.spans", "import time", "the engine is pure"),
        ("engine.spans", "from watchbill.domain import model", "engine may not know domain"),
        ("engine.spans", "def f():\n    from watchbill import store", "engine may not know store"),
        ("domain.duty", "import litestar", "the domain touches nothing"),
        ("domain.duty", "from watchbill.store import tables", "domain may not know store"),
        ("cli.main", "from watchbill import wiring", "cli may not know wiring"),
        ("cli.main", "import sqlalchemy.engine", "only store may"),
        ("api.ocs.routes", "from watchbill.api import rosters", "api.ocs may not know api.rosters"),
        ("api.rosters.wire", "from ..ocs import wire", "api.rosters may not know api.ocs"),
        ("api.paging", "from watchbill.api.ocs.wire import layer_from", "api may not know api.ocs"),
        ("settings", "from watchbill import engine", "settings may not know engine"),
        ("shed", "import re", "no place in the picture"),
    ],
)
def test_a_broken_arrow_is_found(module, text, why):
    tree = dict.fromkeys(["", "engine", "domain.model", "store.tables", "wiring", "api.ocs.wire", "api.rosters"], "")
    assert [why in said for said in broken_arrows({**tree, module: text})] == [True]


@pytest.mark.parametrize("edge", EDGES)
def test_no_edge_may_know_another_but_the_feeds(edge):
    assert ARROWS[edge] & set(EDGES) <= {"feeds"}


def test_a_ring_is_found():
    tree = {"domain.a": "from watchbill.domain import b", "domain.b": "import watchbill.domain.a", "domain": ""}
    assert rings(tree) == ["domain.a", "domain.b"]


def test_a_hidden_import_is_found():
    assert hidden_imports({"domain.a": "async def f():\n    import re"}) == ["domain.a, line 2"]
