"""Starts the command line once `./koersvast` has made its environment."""

import os
import sys

# Before typer is imported: drawn by rich, help costs a tenth of a second more and comes in boxes.
os.environ.setdefault("TYPER_USE_RICH", "0")

from bot.cli import main
from store import private

# What coaches write they may share as their machine is used to; tests start a server under another account.
if sys.argv[1:2] not in (["flows"], ["test"]):
    private.umask()
main.app(prog_name="koersvast")
