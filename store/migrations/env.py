"""What Alembic runs around the steps; the open connection comes from whoever asked, so there is no file of settings."""

from alembic import context

from store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.table(tables.PersonRow).metadata,
    transactional_ddl=True,  # on SQLite too: our connections begin their transactions themselves
    render_as_batch=True,
)
context.run_migrations()
