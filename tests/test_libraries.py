"""What the project takes from libraries: public names only, so that a newer version of one can be installed."""

import ast
import tomllib
from collections.abc import Iterator

import pytest

from tests.test_house import PACKAGES, ROOT, modules

FOLDERS = (*PACKAGES, "benchmarks", "simulation", "tests")
DOCUMENTED = {"_exit"}  # of os: private in shape only
SAMPLE = """
import lib
from lib.sub import Base, _hidden
from lib._inner import Thing

class Own(Base):
    _mine = 1
    def act(self):
        self._also_mine = self._mine
        return self._theirs, lib.sub._deep
"""


def private(name: str) -> bool:
    """Whether a name, dotted or not, says that it is not meant for others."""
    return any(part.startswith("_") and not part.endswith("__") for part in name.split("."))


def is_ours(module: str) -> bool:
    """Whether a module is of the project itself."""
    return module.split(".")[0] in FOLDERS


def imports(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """What a module takes from others: line, dotted name, and the name by which it is known from then on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named = [(alias.name, alias.asname or alias.name.split(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module not in (None, "__future__"):
            named = [(f"{node.module}.{alias.name}", alias.asname or alias.name) for alias in node.names]
        else:
            continue
        yield from ((node.lineno, dotted, local) for dotted, local in named if not is_ours(dotted))


def reached(tree: ast.Module, foreign: set[str]) -> Iterator[tuple[int, str]]:
    """Private attributes of what was imported: line and name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and private(node.attr) and root(node.value) in foreign:
            yield node.lineno, node.attr


def inherited(tree: ast.Module, foreign: set[str]) -> Iterator[tuple[int, str]]:
    """Private names that a class takes from a base of a library: line and name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(root(base) in foreign for base in node.bases):
            own = set(defined(node))
            uses = [use for use in ast.walk(node) if isinstance(use, ast.Attribute) and root(use) in ("self", "cls")]
            yield from (
                (use.lineno, use.attr) for use in uses if is_self(use) and private(use.attr) and use.attr not in own
            )


def is_self(use: ast.Attribute) -> bool:
    """Whether it is an attribute of the object itself and not of something that it holds."""
    return isinstance(use.value, ast.Name)


def defined(kind: ast.ClassDef) -> Iterator[str]:
    """The names that a class defines: methods, attributes of the class and what its methods assign."""
    for node in ast.walk(kind):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def root(node: ast.expr) -> str:
    """The name at which a chain of attributes, calls and subscripts begins."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def private_names(tree: ast.Module) -> list[tuple[int, str]]:
    """Every private name of a library that a module uses: line and name."""
    taken = list(imports(tree))
    foreign = {local for _, _, local in taken}
    by_import = [(line, dotted) for line, dotted, _ in taken if private(dotted)]
    return [*by_import, *reached(tree, foreign), *inherited(tree, foreign)]


def test_the_look_for_private_names_sees_each_way_to_them() -> None:
    """A private module, a private name, one that is inherited and one behind a dot are all seen, ours are not."""
    expected = {"lib.sub._hidden", "lib._inner.Thing", "_theirs", "_deep"}
    assert expected == {name for _, name in private_names(ast.parse(SAMPLE))}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_private_name_of_a_library_is_used(folder: str) -> None:
    """What a library keeps to itself may change with any version, and then the bot would not start."""
    trees = modules(folder)
    assert trees
    names = [(path, line, name) for path, tree in trees.items() for line, name in private_names(tree)]
    assert [] == [use for use in names if use[2] not in DOCUMENTED]


def test_no_library_is_held_to_one_version() -> None:
    """Exact versions stand in the locks alone; what stands in pyproject.toml leaves room for a correction."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert len(wanted) > 20
    assert [] == [line for line in wanted if "==" in line]
