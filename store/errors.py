"""What can be wrong with the memory that an operator can put right; each message is one sentence that says how.

StoreError
├── DatabaseError        trouble.py   locked, damaged, full, not writable, not reachable
├── SchemaError          schema.py    newer than the program, not ours, no copy could be made
├── AlreadyRunning       running.py   another process serves this database
├── WrongSecret          installation.py
├── VaultError           vault.py     SecretTooShort, CannotOpen
└── TeamError            teams.py     UnknownTeam, TeamExists, BadName, TeamClosed
"""


class StoreError(Exception):
    """Is the root of every error of this package."""
