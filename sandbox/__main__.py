"""The sandbox as a program: `python -m sandbox --port 8081 --token T --state DIR`."""

import argparse
import asyncio
import contextlib
import sys
import threading
from pathlib import Path

from sandbox import hosting
from sandbox.pace import ServerPace
from sandbox.telegram import TOKEN, Telegram


def _pace(text: str) -> ServerPace | None:
    if text == "off":
        return None
    try:
        return ServerPace(overall=float(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither off nor a number of messages a second") from None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A pretend Telegram: a strict Bot API and a page with phones."
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes any free one (default)")
    parser.add_argument("--token", default=TOKEN, help="the token the bot must use")
    parser.add_argument("--state", type=Path, help="directory to keep chats in; without it nothing is kept")
    parser.add_argument("--clock-url", default="", help="loopback address where the bot's clock can be read and moved")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="wait this long before every answer")
    parser.add_argument(
        "--pace", type=_pace, default="30", help="messages a second over all chats, or off (default 30)"
    )
    parser.add_argument("--username", default="koersvast_bot", help="the bot's user name")
    parser.add_argument("--language", default="nl", choices=("nl", "en"), help="language of the page at first")
    parser.add_argument("--with-input", action="store_true", help="end when the input ends, as whoever started it does")
    return parser.parse_args()


async def _serve(chosen: argparse.Namespace) -> None:
    telegram = Telegram(
        chosen.token, state=chosen.state, pace=chosen.pace, latency=chosen.latency_ms / 1000,
        clock_url=chosen.clock_url, username=chosen.username, language=chosen.language,
    )  # fmt: skip
    bound = hosting.listen(chosen.port)
    sys.stdout.write(f"http://127.0.0.1:{bound.getsockname()[1]}\n")
    sys.stdout.flush()
    server = hosting.Server(telegram)
    if chosen.with_input:
        threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    await server.serve(sockets=[bound])


def _end_with_input(server: hosting.Server) -> None:
    sys.stdin.read()
    server.should_exit = True


def main() -> None:
    with contextlib.suppress(KeyboardInterrupt):  # the server has stopped in order before it passes Ctrl-C on
        asyncio.run(_serve(_arguments()))


if __name__ == "__main__":
    main()
