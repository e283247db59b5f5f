"""What `./koersvast` becomes once its environment stands."""

from bot.cli import main

main.app(prog_name="koersvast")
