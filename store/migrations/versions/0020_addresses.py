"""Reaches people by any channel: an address names its channel, and an update bears the channel's own key."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_FIRST = "telegram"  # what there was until now


def upgrade() -> None:
    """Room for the channel, and text in the place of numbers; what lies sealed stays as it is."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("channel", sa.String(), nullable=False, server_default=_FIRST))
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_constraint("uq_inbox_update_id", type_="unique")
        inbox.add_column(sa.Column("channel", sa.String(), nullable=False, server_default=_FIRST))
        inbox.alter_column("update_id", new_column_name="update_key", existing_type=sa.BigInteger(), type_=sa.String())
    with op.batch_alter_table("inbox") as inbox:
        inbox.create_unique_constraint("uq_inbox_channel_update_key", ["channel", "update_key"])
    for table in ("person", "inbox"):
        with op.batch_alter_table(table) as changed:
            changed.alter_column("channel", existing_type=sa.String(), existing_nullable=False, server_default=None)
