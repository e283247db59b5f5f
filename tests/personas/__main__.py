"""Writes the transcripts anew: python -m tests.personas [NAME …]; read the difference aloud before you keep it."""

import sys
import tempfile
from pathlib import Path

from tests.personas import persona
from tests.personas.playing import played

TRANSCRIPTS = Path(__file__).parent / "transcripts"


def write(name: str) -> None:
    """Play one person, and keep what was said."""
    with tempfile.TemporaryDirectory() as folder, played(persona.read(name), Path(folder)) as play:
        (TRANSCRIPTS / f"{name}.nl.txt").write_text(play.transcript())


if __name__ == "__main__":
    for chosen in sys.argv[1:] or persona.names():
        write(chosen)
        sys.stdout.write(f"written: {chosen}\n")
