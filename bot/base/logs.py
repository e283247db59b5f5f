"""Sets up the log: each line is a sentence, an action and ids; never a name, an answer, a token or a code."""

import logging
import sys

import structlog


def configure() -> None:
    """Set up the log: readable lines on a terminal, JSON elsewhere; other libraries only say what goes wrong."""
    readable = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Addresses that hold the bot token are logged at INFO by some of them.
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for noisy in ("httpx", "httpcore", "telegram", "apscheduler", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
