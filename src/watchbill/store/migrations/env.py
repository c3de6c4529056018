"""Where Alembic meets our tables: it is handed a connection that is in the transaction of the whole migration."""

from alembic import context

from watchbill.store.migrations.steps import options

connection = context.config.attributes["connection"]
context.configure(connection=connection, **options(connection.dialect.name))
with context.begin_transaction():
    context.run_migrations()
