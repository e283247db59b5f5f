"""Every sentence that a coach may be told by a check, read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEAKING = (
    *(path for path in sorted((ROOT / "flows").rglob("*.py")) if path.name != "engine.py"),
    *(
        ROOT / "bot" / name
        for name in (
            "library/programme_file.py",
            "library/case_file.py",
            "library/case_check.py",
            "library/parcel.py",
            "authoring/reviewing.py",
            "library/programme_changes.py",
            "cli/flows_check.py",
            "cli/flows_install.py",
        )
    ),
)
_CALLS = (
    "_doubt", "_never", "_clash",
    "mistake", "Mistake", "complaint", "finding", "Finding", "ExpressionError", "Failed", "_failed", "_not", "refused",
    "name", "Slip",
)  # fmt: skip
_RETURNING = ("nearest", "_hint", "_what_was_heard")
_NAMES = ("reason", "remedy", "again", "told")


def every() -> set[str]:
    """Patterns of remarks, and sentences in which nothing is put."""
    return {str(found.value) for path in SPEAKING for found in _of(path) if isinstance(found, ast.Constant)}


def patterns() -> set[str]:
    """Those in which something is put."""
    calls = [node for path in SPEAKING for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _fills(node)]
    return {
        str(one.args[0].value) for one in calls if isinstance(one, ast.Call) and isinstance(one.args[0], ast.Constant)
    }


def put_together() -> list[str]:
    """Where a sentence is put together so that nobody can tell it in another language: file:line."""
    return [
        f"{path.relative_to(ROOT)}:{found.lineno}"
        for path in SPEAKING
        for found in _of(path)
        if isinstance(found, ast.JoinedStr | ast.BinOp)
    ]


def _of(path: Path) -> Iterator[ast.expr]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Assign):
            yield from _of_assignment(node)
        elif isinstance(node, ast.FunctionDef) and node.name in _RETURNING:
            yield from (e for r in ast.walk(node) if isinstance(r, ast.Return) and r.value for e in _sentences(r.value))


def _fills(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Remark" and bool(node.keywords)


def _of_call(node: ast.Call) -> Iterator[ast.expr]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called == "Remark":
        yield node.args[0]
    elif called in _CALLS:
        yield from (found for one in node.args for found in _sentences(one))


def _of_assignment(node: ast.Assign) -> Iterator[ast.expr]:
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=True))
    else:
        pairs = [(target, value)]
    yield from (e for to, one in pairs if getattr(to, "id", "") in _NAMES for e in _sentences(one))


def _sentences(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (*_sentences(node.body), *_sentences(node.orelse))
    elif isinstance(node, ast.JoinedStr | ast.BinOp) or (isinstance(node, ast.Constant) and " " in str(node.value)):
        yield node
