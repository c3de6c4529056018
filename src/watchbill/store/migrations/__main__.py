"""Write the next step: `python -m watchbill.store.migrations "What it does"`, after tables.py was changed."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from watchbill.store.migrations.migrate import connected, migrate
from watchbill.store.migrations.steps import scripts
from watchbill.store.tables import HEAD


def write_step(what: str) -> None:
    """A step from the schema as it is to the tables as they are; to be read, and completed, by whoever wrote it.

    The comparison is with SQLite, so triggers, sequences and what else PostgreSQL alone has are left to the author, and
    so is the new HEAD in tables.py.
    """
    config = Config()
    config.set_main_option("script_location", scripts().dir)
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{Path(directory) / 'schema.db'}"
        migrate(url)

        def compare(connection: object) -> None:
            config.attributes["connection"] = connection
            command.revision(config, what, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")

        connected(url, compare)


if __name__ == "__main__":
    write_step(sys.argv[1])
