"""The bootstrap: what it needs, what it says when something is missing, and a real first start without packages."""

import ast
import errno
import os
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "koersvast"
PROGRAM = """\
import os, sys
print("argv", sys.argv[1:])
print("folder", os.getcwd())
sys.exit(7)
"""


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    """The script as a module."""
    loader = SourceFileLoader("bootstrap", str(SCRIPT))
    spec = spec_from_loader("bootstrap", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose locks name no package and whose program tells where it runs."""
    (tmp_path / "koersvast").write_text(SCRIPT.read_text())
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / "requirements-dev.lock").write_text("# nothing\n")
    (tmp_path / "bot" / "cli").mkdir(parents=True)
    (tmp_path / "bot" / "cli" / "__main__.py").write_text(PROGRAM)
    return tmp_path


def start(checkout: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Start it as an operator does."""
    command = [sys.executable, str(checkout / "koersvast"), *arguments]
    return subprocess.run(command, cwd=cwd or checkout, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_it_accepts_the_pythons_we_promise(bootstrap: ModuleType, minor: int) -> None:
    """3.11 to 3.14 start without a word."""
    assert "" == bootstrap.version_complaint(3, minor, "./koersvast")


@pytest.mark.parametrize("version", [(3, 7), (3, 10), (3, 15), (4, 0)])
def test_another_python_is_told_so_in_one_sentence(bootstrap: ModuleType, version: tuple[int, int]) -> None:
    """The sentence names both what is needed and what was found."""
    complaint = bootstrap.version_complaint(*version, "./koersvast")
    assert f"this is {version[0]}.{version[1]}" in complaint
    assert "\n" not in complaint


def test_an_old_python_can_read_it_far_enough_to_say_so() -> None:
    """Nothing in the script is newer grammar than Python 3.7's, and the check stands above every other definition."""
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 7))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert "version_complaint" == names[0]


def test_it_uses_the_standard_library_alone() -> None:
    """It runs before anything is installed."""
    imported = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])
    assert {"os", "sys", "subprocess"} <= imported
    assert set() == imported - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("Retrying ... [Errno -3] Temporary failure in name resolution\nERROR: No matching distribution", "no network"),
        ("Retrying ... NewConnectionError: [Errno 111] Connection refused", "did not answer"),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "did not answer"),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", "certificate was not accepted"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "differs from the one"),
        ("no such option: --python", "pip is too old"),
        ("ERROR: No matching distribution found for rich==15.0.0", "No matching distribution found for rich==15.0.0"),
        ("[Errno 30] Read-only file system: '/srv/.venv'", "file system is read-only"),
    ],
)
def test_what_pip_says_becomes_one_sentence(bootstrap: ModuleType, said: str, sentence: str) -> None:
    """The cause that an operator can do something about wins from what merely follows from it."""
    explained = bootstrap.explain(said)
    assert sentence in explained
    assert "\n" not in explained


def test_a_complaint_nobody_foresaw_is_passed_on(bootstrap: ModuleType) -> None:
    """Pip's own last error line is better than silence."""
    said = "Collecting rich\nERROR: the moon is in the wrong phase\nhint: wait"
    assert "The installation failed: ERROR: the moon is in the wrong phase" == bootstrap.explain(said)


def test_an_account_that_may_not_write_is_told_who_may(bootstrap: ModuleType, tmp_path: Path) -> None:
    """Read-only checkouts are started once by their owner."""
    refusal = PermissionError(errno.EACCES, "Permission denied")
    assert "may not write there" in bootstrap.blame(refusal, bootstrap.Environment(tmp_path))


def test_progress_counts_what_pip_fetches_has_and_leaves_out(bootstrap: ModuleType) -> None:
    """Every package of the lock is counted once, whichever of the three pip does with it."""
    lines = [
        "Ignoring colorama: markers 'platform_system == \"Windows\"' don't match your environment",
        "Looking in links: /srv/wheels",
        "Collecting alembic==1.20.1",
        "  Downloading alembic-1.20.1-py3-none-any.whl (250 kB)",
        "Requirement already satisfied: rich==15.0.0 in ./.venv (from -r requirements.lock (line 4)) (15.0.0)",
        "Installing collected packages: alembic",
    ]
    steps = [("fetching colorama", 1), ("fetching alembic", 2), ("fetching rich", 3), ("unpacking", 0)]
    assert steps == list(bootstrap.progress(lines, 3))


def test_the_development_lock_contains_the_program_s_lock(bootstrap: ModuleType) -> None:
    """So that whoever installed for the tests can run the program, and both use the same versions."""
    pins = re.compile(r"^[a-z0-9][\w.\-]*==[\w.+]+", re.MULTILINE)
    run, dev = (pins.findall((SCRIPT.parent / name).read_text()) for name in (bootstrap.RUN_LOCK, bootstrap.DEV_LOCK))
    assert len(run) > 30
    assert len(run) == bootstrap.package_count((SCRIPT.parent / bootstrap.RUN_LOCK).read_text())
    assert set(run) <= set(dev)


def test_pip_s_own_settings_stay_but_nothing_leads_outside(bootstrap: ModuleType) -> None:
    """An organisation's mirror keeps working; PYTHONPATH and `--user` do not."""
    environment = {"PIP_INDEX_URL": "a mirror", "PIP_USER": "1", "PYTHONPATH": "/elsewhere", "LANG": "C.UTF-8"}
    assert {"PIP_INDEX_URL": "a mirror", "LANG": "C.UTF-8"} == bootstrap.clean(environment)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["demo", "--help"]])
def test_help_installs_nothing(checkout: Path, arguments: list[str]) -> None:
    """Before the first start there is a short help, and nothing is made on the disk."""
    shown = start(checkout, *arguments)
    assert 0 == shown.returncode
    assert "Usage: ./koersvast COMMAND" in shown.stdout
    assert not (checkout / ".venv").exists()


def test_a_first_start_installs_and_becomes_the_program(checkout: Path) -> None:
    """It says what it does on stderr, keeps the caller's folder and arguments, and the program's status is its own."""
    elsewhere = checkout / "elsewhere"
    elsewhere.mkdir()
    first = start(checkout, "run", "--port", "1", cwd=elsewhere)
    assert (7, f"argv ['run', '--port', '1']\nfolder {elsewhere}\n") == (first.returncode, first.stdout), first.stderr
    assert "Installing Koersvast: making .venv" in first.stderr
    second = start(checkout, "run")
    assert (7, "") == (second.returncode, second.stderr)


def test_an_interrupted_installation_is_made_anew(checkout: Path) -> None:
    """What a killed pip left behind is thrown away, not trusted."""
    start(checkout, "run")
    half = checkout / ".venv" / "half-unpacked"
    half.touch()
    (checkout / ".venv" / "koersvast-installing").touch()
    assert 7 == start(checkout, "run").returncode
    assert not half.exists()
    assert not (checkout / ".venv" / "koersvast-installing").exists()


def test_another_lock_is_installed_over_the_old_one(checkout: Path) -> None:
    """A changed lock, or the tests' lock, is noticed by its hash; what is there is kept."""
    start(checkout, "run")
    marker = checkout / ".venv" / "kept"
    marker.touch()
    (checkout / "requirements.lock").write_text("# nothing new\n")
    assert "Installing" in start(checkout, "run").stderr
    assert "Installing" in start(checkout, "test").stderr
    assert "" == start(checkout, "run").stderr
    assert marker.exists()


def test_a_python_that_is_gone_is_replaced(checkout: Path) -> None:
    """The system's Python was upgraded and .venv points at nothing."""
    start(checkout, "run")
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout / "gone")
    assert 7 == start(checkout, "run").returncode


def test_two_starts_at_once_do_not_harm_each_other(checkout: Path) -> None:
    """The second waits for the first and finds everything there."""
    command = [sys.executable, str(checkout / "koersvast"), "run"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [7, 7] == [process.returncode for process in both], said
    assert 1 == sum("making .venv" in errors for _, errors in said)


def test_a_failed_installation_ends_with_one_sentence(checkout: Path) -> None:
    """No traceback, a non-zero status, and nothing of the program is started."""
    (checkout / "requirements.lock").write_text("koersvast-no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    environment = {**os.environ, "PIP_NO_INDEX": "1"}
    command = [sys.executable, str(checkout / "koersvast"), "run"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert 1 == ended.returncode
    assert ended.stderr.splitlines()[-1].startswith("koersvast: No matching distribution found for koersvast-no-such")
    assert "Traceback" not in ended.stderr
    assert "" == ended.stdout


def test_the_version_is_told_before_anything_is_installed(checkout: Path, tmp_path: Path) -> None:
    """`--version` prints the one that pyproject.toml states, and makes no .venv for it."""
    (checkout / "pyproject.toml").write_text((SCRIPT.parent / "pyproject.toml").read_text())
    ended = subprocess.run([sys.executable, checkout / "koersvast", "--version"], capture_output=True, text=True)
    by_program = subprocess.run(
        [sys.executable, "-P", "-m", "bot.cli", "--version"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(SCRIPT.parent)},
    )
    assert re.fullmatch(r"koersvast \d+\.\d+\.\d+\n", ended.stdout)
    assert (ended.stdout, False) == (by_program.stdout, (checkout / ".venv").exists())
