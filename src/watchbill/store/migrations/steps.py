"""The steps from schema to schema, and the walk along them by Alembic."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from watchbill.store.database import too_new
from watchbill.store.tables import HEAD, metadata


def options(dialect: str) -> dict[str, Any]:
    """How Alembic is to look at our tables on a dialect."""

    def is_ours(thing: Any, _name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return kind != "table" or thing.info.get("dialect", dialect) == dialect

    return {
        "target_metadata": metadata,
        "include_object": is_ours,
        "compare_type": True,
        "compare_server_default": True,
        "render_as_batch": dialect == "sqlite",
    }


def scripts() -> ScriptDirectory:
    """The steps, out of the installed package."""
    return ScriptDirectory(str(Path(__file__).parent))


def walk(connection: Connection, found: str | None, on_step: Callable[[str, int, int], None] | None) -> None:
    """Carry out the steps from the revision that was found to the newest, telling each. Raises DatabaseError for one
    that is not known here."""
    known = scripts()
    if found is not None and found not in {step.revision for step in known.walk_revisions()}:
        raise too_new(found, HEAD)

    def steps(revision: Any, _context: MigrationContext) -> Iterable[Any]:
        ahead = known._upgrade_revs("head", revision)
        for number, step in enumerate(ahead, 1):
            if on_step is not None:
                on_step(step.doc or step.name, number, len(ahead))
            yield step

    config = Config(attributes={"connection": connection})
    with EnvironmentContext(config, known, fn=steps):
        known.run_env()
