"""The schema's way from version to version; `migrate` walks it."""

from watchbill.store.migrations.migrate import migrate, schema_is_current, schema_of
from watchbill.store.tables import HEAD

__all__ = ["HEAD", "migrate", "schema_is_current", "schema_of"]
