"""What every test may ask for: an event loop, and databases with an empty schema of Watchbill."""

import asyncio
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.postgres import named, run_in, running_server
from tests.stores import migrated_file, opened_store
from watchbill.domain.ports import Store
from watchbill.store.migrations import migrate

pytest.register_assert_rewrite("tests.store.promises")

HERE = Path(__file__).parent
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what a test needs of the machine, so that `make test-quick` can leave it out."""
    for item in items:
        if "browser" in item.path.relative_to(HERE).parts[:-1]:
            item.add_marker("browser")
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")


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
