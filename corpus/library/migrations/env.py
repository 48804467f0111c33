"""What Alembic runs: the migrations, on the connection that `upgrade` hands in."""

from alembic import context

from corpus.library.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
