"""The status with which `run` ends, so that a service manager knows whether another start can help."""

from bot.base import opening
from bot.base.settings import SettingsError
from bot.channels.channel import ShutOut
from store import installation, schema, traces, trouble, vault

LATER = 75  # another start may help: a server is away, a file locked, a port taken
DATABASE = 65  # somebody must look at the database first
TOKEN = 77  # Telegram does not know the token, or somebody else uses it
SETTINGS = 78  # a setting is missing or wrong

_BY_KIND: tuple[tuple[tuple[type[Exception], ...], int], ...] = (
    ((SettingsError, opening.NoSecret, installation.WrongSecret, vault.VaultError), SETTINGS),
    ((ShutOut,), TOKEN),
    ((schema.SchemaError, traces.TracesError), DATABASE),
)


def of(error: Exception) -> int:
    """Give the exit status for what `run` could not do."""
    if isinstance(error, trouble.DatabaseError):
        return LATER if error.passes else DATABASE
    return next((status for kinds, status in _BY_KIND if isinstance(error, kinds)), LATER)
