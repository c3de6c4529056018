"""What every test may ask for: an event loop, and databases with an empty schema of Watchbill."""

import asyncio
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.needs import lacking
from tests.postgres import named, run_in, running_server
from tests.progress import Progress
from tests.stores import migrated_file, opened_store
from watchbill.domain.ports import Store
from watchbill.store.migrations import migrate

pytest.register_assert_rewrite("tests.store.promises")

HERE = Path(__file__).parent
_numbers = itertools.count(1)


POSTGRES = {"postgres", "postgres_server", "postgres_url", "empty_postgres_url"}
"""What leads to a PostgreSQL: names of fixtures, or of the database that a test is to run on."""


def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(terminal))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what a test needs of the machine, so that `make test-quick` can leave it out."""
    for item in items:
        if "browser" in item.path.relative_to(HERE).parts[:-1]:
            item.add_marker("browser")
        params = (
            item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        )
        if POSTGRES & {*getattr(item, "fixturenames", ()), *(one for one in params if isinstance(one, str))}:
            item.add_marker("postgres")


def pytest_collection_finish(session: pytest.Session) -> None:
    """End a run before its first test where this machine cannot carry it out, instead of failing in each."""
    markers = {marker.name for item in session.items for marker in item.iter_markers()}
    lacks = None if session.config.option.collectonly else lacking(markers)
    if lacks is None:
        return
    if not hasattr(session.config, "workerinput"):
        pytest.exit(lacks, returncode=1)
    # The process that talks at the terminal says it.
    session.shouldstop = lacks
    raise session.Failed(lacks)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_logs_of_another_test() -> None:
    """Another test may have sent them to a stream that is closed by now, or left a level behind."""
    structlog.reset_defaults()


@pytest.fixture
def store() -> Iterator[Store]:
    """A store with no records."""
    with opened_store() as store:
        yield store


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite file with the schema and no records."""
    file = tmp_path / "watchbill.db"
    shutil.copy(migrated_file(), file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL where databases may be created; the same one for all tests of this process."""
    with running_server() as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A new PostgreSQL database with nothing in it, not even a schema."""
    yield from _new_database(postgres_server)


@pytest.fixture(scope="session")
def _migrated_database(postgres_server: str) -> Iterator[str]:
    for url in _new_database(postgres_server):
        migrate(url)
        yield url


@pytest.fixture
def postgres_url(_migrated_database: str) -> str:
    """A PostgreSQL database with the schema and no records."""
    # All records hang below a provider. A new database for each test would take twenty times as long.
    asyncio.run(run_in(_migrated_database, "SET lock_timeout = '10s'", "TRUNCATE providers CASCADE"))
    return _migrated_database


def _new_database(server: str) -> Iterator[str]:
    name = f"watchbill_test_{os.getpid()}_{next(_numbers)}"
    asyncio.run(run_in(server, f"CREATE DATABASE {name} TEMPLATE template0"))
    yield named(server, name)
    asyncio.run(run_in(server, f"DROP DATABASE {name} WITH (FORCE)"))
