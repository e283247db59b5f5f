"""What `./koersvast` becomes once its environment stands."""

import os

# Before typer is imported: drawn by rich, help costs a tenth of a second more and comes in boxes.
os.environ.setdefault("TYPER_USE_RICH", "0")

from bot.cli import main

main.app(prog_name="koersvast")
