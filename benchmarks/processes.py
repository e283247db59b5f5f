"""Programs of our own as processes: started, asked, measured and ended."""

import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
_ENDS_WITHIN = 10.0


class DidNotStart(Exception):
    """A program of the benchmark ended before it was ready; what it said stands above."""


class Program:
    """A running `python -m module`, and the first line it printed."""

    def __init__(self, module: str, arguments: Sequence[str], python: str = sys.executable) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [python, "-m", module, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # so that Ctrl-C reaches us first
        )
        self.first_line = self.hear()

    def hear(self) -> str:
        """Its next line. Raises DidNotStart when there will be none."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise DidNotStart(" ".join(map(str, self.process.args)) if isinstance(self.process.args, list) else "")
        return line.strip()

    def say(self, line: str) -> None:
        """Write a line to it."""
        if self.process.stdin:
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()

    def cpu(self) -> float:
        """Seconds of CPU it used so far, its own and the system's for it."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes of it that are in memory now."""
        return resident(self.process.pid)

    def end(self) -> None:
        """Ask it to stop, and see that it does."""
        self.process.terminate()
        try:
            self.process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def end_with_starter() -> None:
    """In such a program: end at once when whoever started it is gone, without a word, for nobody listens any more."""
    threading.Thread(target=_await_hang_up, daemon=True).start()


def _await_hang_up() -> None:
    at_hang_up = select.poll()
    at_hang_up.register(sys.stdin.fileno(), 0)
    at_hang_up.poll()
    os._exit(1)


def resident(process: int | str = "self") -> int:
    """Bytes of a process that are in memory now."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def running(module: str, *arguments: object, python: str = sys.executable) -> Iterator[Program]:
    """Run a program for as long as the block lasts."""
    program = Program(module, [str(argument) for argument in arguments], python)
    try:
        yield program
    finally:
        program.end()
