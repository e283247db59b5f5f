"""The rules of the house that no tool checks; each test says what it looked at, so that none passes over nothing."""

import ast
import builtins
import gc
import os
import re
import statistics
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "study", "store", "flows", "nudges", "sandbox")
PURE = ("flows", "nudges")
CLOCKS = {"bot/base/clock.py", "sandbox/clock.py"}  # the sandbox imports nothing of ours, so it has a clock of its own
# What decides must not act: no clock, no chance, no network, no database, no logging, no processes.
ACTING = {
    *("time", "random", "secrets", "logging", "socket", "ssl", "asyncio", "threading", "subprocess", "sqlite3"),
    *("httpx", "telegram", "sqlalchemy", "sqlmodel", "structlog", "apscheduler", "starlette", "uvicorn", "os"),
}
EMPTY = frozenset(("found", "one", "made", "kept", "each", "told", "given", "known", "here", "seen"))
WELL_NAMED = ("bot", "flows", "nudges", "study", "store", "sandbox", "benchmarks", "simulation", "tests")
# The packages in which every docstring of a function is in the imperative.
IMPERATIVE = ("nudges", "study", "store", "sandbox", "flows", "bot")
NO_VERBS = {
    *("a", "all", "an", "each", "every", "everything", "how", "nothing", "one", "some", "that", "the", "these", "this"),
    *("those", "what", "whatever", "when", "where", "whether", "which", "who", "whoever", "why"),
}
# What a module remembers for as long as the process runs, and why that is nobody: what is worked out about people hangs
# on the database (`store.database.Caches`), which forgets it with them.
REMEMBERED = {
    "bot/base/texts.py:load": "the bot's own sentences, by folder",
    "bot/channels/telegram/connection.py:address": "the addresses of Telegram's methods; a file's is not among them",
    "bot/leads/pictures.py:_template": "templates of drawings, by kind",
    "bot/library/programme_file.py:_read": "programmes as they were written for everybody",
    "bot/turns/typed_button.py:_simple": "labels of the catalogue, with nothing filled in",
    "bot/web/rendering.py:_environment": "templates of pages",
    "bot/web/style.py:text": "the style of the pages",
    "bot/web/style.py:address": "where a page finds that style",
    "flows/loader.py:_load": "flows as coaches wrote them for everybody",
    "flows/telling.py:_words": "sentences of the check, by language",
    "nudges/calendar_nl.py:school_holidays_known_until": "a day of everybody's calendar",
    "nudges/calendar_nl.py:_cao_gemeenten": "public holidays, by year",
    "nudges/calendar_nl.py:_school": "school holidays, by year and region",
    "nudges/localtime.py:moment": "what a day and a time are in a zone; many people share each, and none is named",
    "sandbox/page/render.py:_environment": "templates of the page",
    "store/agenda.py:_moving": "statements, by an act and names of columns",
    "store/agenda.py:_noting": "statements, by names of columns",
    "store/agenda.py:_numbered": "statements, by how many nudges they ask for",
    "store/decisions.py:_unsettled": "statements, by subjects; whose decisions they ask for is a parameter",
    "store/schema.py:latest": "the version of the schema that this program works with",
    "store/references.py:_cipher": "a cipher, by the key of the installation",
}
REMEMBERING = {"cache", "lru_cache", "cached_property"}
CHANGING = {"append", "add", "setdefault", "update", "pop", "popitem", "clear", "extend", "insert", "remove", "discard"}
CONTAINERS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
CONTAINER_CLASSES = {"dict", "list", "set", "defaultdict", "OrderedDict", "deque", "Counter"} | {
    *("WeakKeyDictionary", "WeakValueDictionary", "WeakSet", "local", "ContextVar")
}
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "yarn" + "pkg.com", "conda" + ".anaconda.org")
MACHINE_PATHS = re.compile("|".join(("/wor" + "k/", "/roo" + "t/", "/hom" + r"e/\w+/", "/opt/py" + "pi")))


def modules(*folders: str) -> dict[str, ast.Module]:
    """Every module of these folders, parsed, by its path from the root."""
    return {path: tree for folder in folders for path, tree in _modules(folder).items()}


@cache
def _modules(folder: str) -> dict[str, ast.Module]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in paths}
    gc.freeze()  # they stay, and there are millions of nodes to look through each time
    return trees


def tracked() -> list[Path]:
    """The files of the project: what git tracks, or all of a checkout that came without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]
    files: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in ("data", "__pycache__") and not name.startswith(".")]
        files += [Path(folder) / name for name in names if name != ".env"]
    return files


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def named_by(node: ast.AST) -> str | None:
    """The name that this node gives to a parameter, a variable, a field, a function or what a pattern captures."""
    match node:
        case ast.arg(arg=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return name
        case ast.MatchMapping(rest=name) | ast.ExceptHandler(name=name):
            return name
        case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
        case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
            return name
    return None


def empty_words(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Where an empty word names something below this node: (line, name); the target of a comprehension may."""
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.comprehension) and child is node.target:
            continue
        name = named_by(child)
        if name in EMPTY:
            yield getattr(child, "lineno", 0), name
        yield from empty_words(child)


def ninetieth(values: list[int]) -> float:
    """The value that nine of ten do not exceed."""
    return statistics.quantiles(values, n=10)[-1]


@pytest.mark.parametrize("package", [*PACKAGES, "tests"])
def test_every_module_says_in_one_sentence_what_it_is_for(package: str) -> None:
    """A reader learns from its first line whether this is the file they look for."""
    trees = modules(package)
    assert trees
    holding = {path: tree for path, tree in trees.items() if tree.body or package != "tests"}  # tests/x/__init__.py
    first_lines = {path: (ast.get_docstring(tree) or "").split("\n")[0] for path, tree in holding.items()}
    silent = [path for path, line in first_lines.items() if not line.endswith((".", ":"))]
    assert [] == silent


def test_every_test_states_its_fact() -> None:
    """The docstring of a test is the sentence that would be false if it failed."""
    tests = [(path, function) for path, tree in modules("tests").items() for function in functions(tree)]
    tests = [(path, function) for path, function in tests if function.name.startswith("test_")]
    assert len(tests) > 20
    wordy = {f"{path}:{function.lineno}": (ast.get_docstring(function) or "").split() for path, function in tests}
    assert [] == [place for place, words in wordy.items() if len(words) < 5]  # fewer say no fact


# What an expectation is made of when it is written out.
WRITTEN_OUT = (ast.Constant, ast.UnaryOp, ast.unaryop, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.expr_context)


def _is_literal(node: ast.AST) -> bool:
    """Whether what stands there is written out: a constant, or a display of nothing but constants."""
    parts = list(ast.walk(node))
    return all(isinstance(part, WRITTEN_OUT) for part in parts)


def _expected_last(tree: ast.AST) -> Iterator[int]:
    """Lines of the asserts that say what was expected behind what came."""
    asserts = [node.test for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    parts = [part for test in asserts for part in (test.values if isinstance(test, ast.BoolOp) else [test])]
    equal = [part for part in parts if isinstance(part, ast.Compare) and [ast.Eq] == [type(op) for op in part.ops]]
    yield from (part.lineno for part in equal if _is_literal(part.comparators[0]) and not _is_literal(part.left))


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("assert f() == 3", [1]),
        ("assert a and f() == {'b': [-1]}", [1]),
        ("assert 3 == f()\nassert f() == g()\nassert f() < 3", []),
    ],
)
def test_an_assert_that_expects_last_is_seen(source: str, lines: list[int]) -> None:
    """A literal behind what came is noticed, and one before it, or an order, is not."""
    assert lines == list(_expected_last(ast.parse(source)))


def test_asserts_say_first_what_they_expect() -> None:
    """`assert expected == actual`: whoever reads a failure knows which side was wanted."""
    assert [] == [f"{path}:{line}" for path, tree in modules("tests").items() for line in _expected_last(tree)]


def test_only_the_clocks_read_the_time() -> None:
    """Time is an argument everywhere else; pace and timeouts ask the clock for its steady seconds."""
    readers = {path for path, tree in modules(*PACKAGES).items() if "time" in imported(tree)}
    assert CLOCKS & readers == {path for path in CLOCKS if (ROOT / path).exists()} != set()
    assert set() == readers - CLOCKS
    called = [
        f"{path}:{node.lineno}"
        for path, tree in modules(*PACKAGES).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today") and path not in CLOCKS
        if isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")
    ]
    assert [] == called


@pytest.mark.parametrize("package", PURE)
def test_what_decides_does_not_act(package: str) -> None:
    """The pure rooms import nothing that reads a clock, draws by chance, stores, sends or logs."""
    trees = modules(package)
    assert len(trees) > 5
    acting = {path: sorted({name.split(".")[0] for name in imported(tree)} & ACTING) for path, tree in trees.items()}
    assert {} == {path: names for path, names in acting.items() if names}


def test_nobody_but_the_database_commits() -> None:
    """Use cases take a transaction; they neither make nor end one."""
    committers = {
        path
        for path, tree in modules(*PACKAGES).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("commit", "rollback")
    }
    assert committers <= {"store/database.py"}


def _remembering(tree: ast.Module) -> Iterator[str]:
    """The names under which a module remembers what was worked out: functions, and what a call makes of one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(_mentions(decorator, REMEMBERING) for decorator in node.decorator_list):
                yield node.name
        elif isinstance(node, ast.Assign) and _mentions(node.value, REMEMBERING):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _mentions(tree: ast.AST, names: set[str]) -> bool:
    """Whether one of these names stands in it, by itself or behind a dot."""
    return any(getattr(node, "id", getattr(node, "attr", None)) in names for node in ast.walk(tree))


def _changed_by_functions(tree: ast.Module) -> Iterator[str]:
    """The module's own containers that one of its functions fills or empties, and the names that one rebinds."""
    containers = {target.id for target, value in _assigned(tree) if _is_container(value)}
    for node in (inner for function in functions(tree) for inner in ast.walk(function)):
        if isinstance(node, ast.Global):
            yield from node.names
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from {getattr(node.value, "id", "")} & containers
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            yield from {getattr(node.func.value, "id", "")} & containers


def _assigned(tree: ast.Module) -> Iterator[tuple[ast.Name, ast.expr]]:
    """The names on a module's first level, each with what it is assigned."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target, node.value


def _is_container(value: ast.expr) -> bool:
    """Whether something can be put into it while the program runs."""
    return isinstance(value, CONTAINERS) or _mentions(value, CONTAINER_CLASSES)


def test_no_module_remembers_anybody() -> None:
    """Each memory of a module is on the list above, with why it is nobody's; no function fills a module's container."""
    product = modules(*PACKAGES)
    remembering = {f"{path}:{name}" for path, tree in product.items() for name in _remembering(tree)}
    assert remembering == REMEMBERED.keys()
    filled = {f"{path}:{name}" for path, tree in product.items() for name in _changed_by_functions(tree)}
    assert set() == filled


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import functools\n@functools.lru_cache(maxsize=9)\ndef of(chat): ...", ["of"]),
        ("class Desk:\n    @cached_property\n    def people(self): ...", ["people"]),
        ("hashed = cache(keyed_hash)", ["hashed"]),
        ("_BY_CHAT = {}\ndef of(chat):\n    _BY_CHAT[chat] = 1", ["_BY_CHAT"]),
        ("_SEEN: set[int] = set()\ndef see(chat):\n    _SEEN.add(chat)", ["_SEEN"]),
        ("_last = None\ndef note(person):\n    global _last\n    _last = person", ["_last"]),
        ("def of(chat):\n    chats = {}\n    chats[chat] = 1", []),
    ],
)
def test_whatever_a_module_remembers_is_seen(source: str, names: list[str]) -> None:
    """A decorator, a call, a container that is filled and a name that is rebound are memories; a local is none."""
    tree = ast.parse(source)
    assert names == [*_remembering(tree), *_changed_by_functions(tree)]


def test_every_room_says_what_belongs_in_it() -> None:
    """At most twelve rooms beside the program, and each says in its first lines what it holds and what it does not."""
    rooms = {path.split("/")[1]: tree for path, tree in modules("bot").items() if path.count("/") > 1}
    assert 5 < len(rooms) <= 12
    inside = {path for path in modules("bot") if path.count("/") == 1}
    assert {"bot/__init__.py", "bot/app.py"} == inside
    docstrings = {room: ast.get_docstring(modules("bot")[f"bot/{room}/__init__.py"]) or "" for room in rooms}
    assert [] == [room for room, text in docstrings.items() if "belong" not in text]


def test_no_two_classes_share_a_name() -> None:
    """Whoever meets a class by its name finds one place, and one thing that it is."""
    named: dict[str, list[str]] = {}
    for path, tree in modules(*PACKAGES, "benchmarks", "simulation", "tests").items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                named.setdefault(node.name, []).append(path)
    assert len(named) > 200
    assert {} == {name: paths for name, paths in named.items() if len(paths) > 1}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(found, /, one, *made, told, **given): pass", ["found", "one", "made", "told", "given"]),
        ("def kept(): pass", ["kept"]),
        ("lambda seen: seen", ["seen"]),
        ("(here, (known, _)) = each = x", ["here", "known", "each"]),
        ("for one in x: pass", ["one"]),
        ("with x as made: pass", ["made"]),
        ("if (found := x): pass", ["found"]),
        ("match x:\n case [found, *kept] | {'a': A(b=one), **told}: pass", ["found", "kept", "one", "told"]),
        ("try: pass\nexcept E as seen: pass", ["seen"]),
        ("[one for one in x if one]", []),
        ("[found for x in y if (found := x)]", ["found"]),
        (
            "class A:\n kept: int\n made = 1\n def f(self, here: int) -> None: self.seen = here",
            ["here", "kept", "made", "seen"],
        ),
        ("class A:\n async def told(self) -> None: pass", ["told"]),
        ("x.found = x['kept'] = 1", []),
    ],
)
def test_an_empty_word_is_noticed_wherever_it_names_something(source: str, names: list[str]) -> None:
    """Of a parameter, a variable, a field, a function or a capture; the target of a comprehension may bear it."""
    assert sorted(names) == sorted(name for _, name in empty_words(ast.parse(source)))


def noun_phrases(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Functions whose docstring begins with an article or an interrogative, so says no verb."""
    for function in functions(tree):
        first = re.match(r"\W*(\w+)", ast.get_docstring(function) or "")
        if first and first[1].lower() in NO_VERBS:
            yield function.lineno, function.name


@pytest.mark.parametrize("package", IMPERATIVE)
def test_a_docstring_of_a_function_begins_with_a_verb(package: str) -> None:
    """In the imperative, as in "List the weeks" or "Say whether it is open"; a class may be a noun phrase."""
    trees = modules(package)
    assert len(trees) > 5
    trees = {path: tree for path, tree in trees.items() if "/versions/" not in path}  # which stay as they first ran
    assert [] == [f"{path}:{line} {name}" for path, tree in trees.items() for line, name in noun_phrases(tree)]


def test_a_docstring_without_a_verb_is_seen() -> None:
    """Of a method as well, and behind a mark; a class says what it is."""
    tree = ast.parse(
        'class A:\n "The thing."\n def f(self): "`What` it is."\nasync def g(): "A number."\ndef h(): "Give a number."'
    )
    assert ["f", "g"] == sorted(name for _, name in noun_phrases(tree))


def test_nothing_is_called_by_an_empty_word() -> None:
    """A reader learns from the name of a variable, a field or a function what it is, and these words fit everything."""
    trees = modules(*WELL_NAMED)
    assert len(trees) > 500
    empty = {f"{path} {name}" for path, tree in trees.items() for _, name in empty_words(tree)}
    assert {"store/prepared.py one"} == empty  # called as SQLAlchemy's own, whose place it takes


# Every package whose errors form one tree, with its root and the module where it stands.
ROOTS_OF_ERRORS = {"flows": "FlowsError", "store": "StoreError"}
BUILT_IN = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)}


def errors(trees: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Every exception class of these modules with the names of what it is made of, directly or by way of another."""
    classes = {
        node.name: [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    lines = {name: list(bases) for name, bases in classes.items()}
    for line in lines.values():
        for base in line:
            line += [further for further in classes.get(base, ()) if further not in line]
    return {name: line for name, line in lines.items() if BUILT_IN & set(line)}


@pytest.mark.parametrize("package", ROOTS_OF_ERRORS)
def test_the_errors_of_a_package_are_one_tree(package: str) -> None:
    """Whoever calls a package can catch by one name all that it may raise; private ones may stand apart."""
    classes, root = errors(modules(package)), ROOTS_OF_ERRORS[package]
    assert len(classes) > 10
    assert [] == [name for name, line in classes.items() if root not in [name, *line] and name[0] != "_"]


def test_an_error_outside_the_tree_is_seen() -> None:
    """By way of another module as well, and beside a built-in one."""
    trees = {
        "a": ast.parse("class Root(Exception): ...\nclass Inside(Root, ValueError): ..."),
        "b": ast.parse("class Deep(a.Inside): ...\nclass Astray(LookupError): ...\nclass Thing: ..."),
    }
    assert {"Root": False, "Inside": True, "Deep": True, "Astray": False} == {
        name: "Root" in line for name, line in errors(trees).items()
    }


NUMBERED = frozenset(("person", "team", "nudge", "session", "schedule", "lead", "member", "reader", "promise", "row"))


def numbers_named_as_things(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Parameters and fields that hold the number of a row and are called as if they held what it is about."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            name, annotation = node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, annotation = node.target.id, node.annotation
        else:
            continue
        if name in NUMBERED and annotation is not None and ast.unparse(annotation) in ("int", "int | None"):
            yield node.lineno, name


def test_a_number_of_a_row_is_called_an_id() -> None:
    """`person` is somebody and `person_id` a number, so that a reader never has to look which of the two it is."""
    trees = modules("bot", "flows", "nudges", "study", "store", "sandbox", "simulation")
    assert len(trees) > 300
    assert [] == [
        f"{path}:{line} {name}"
        for path, tree in trees.items()
        if not path.startswith("store/migrations/")  # which stay as they were when they first ran
        for line, name in numbers_named_as_things(tree)
    ]
    seen_in = ast.parse("class A:\n    team: int | None = None\ndef f(row: int, *, person: Person) -> None: ...")
    assert ["team", "row"] == [name for _, name in numbers_named_as_things(seen_in)]


def test_imports_are_absolute_and_no_file_is_called_after_nothing() -> None:
    """No relative imports, no utils, no helpers."""
    trees = modules(*PACKAGES, "tests")
    assert len(trees) > 50
    relative = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert [] == relative
    assert [] == [path for path in trees if Path(path).stem in ("utils", "util", "helpers", "common", "misc")]


def test_only_the_channel_knows_chats_messages_and_updates_by_telegrams_names() -> None:
    """Elsewhere there are addresses, references and keys; rows of before that are read bear the old name still."""
    names = re.compile(r"\b(?:chat_id|message_id|update_id)\b")
    theirs = ("bot/channels/telegram/", "sandbox/", "store/migrations/")
    knowing = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if names.search(path.read_text())
    }
    assert any(path.startswith(theirs[0]) for path in knowing)
    assert {"store/outbox.py", "store/keyboards.py"} == {path for path in knowing if not path.startswith(theirs)}


def test_only_the_channels_own_tests_know_telegrams_library() -> None:
    """What is tested elsewhere holds for any channel; the sandbox is held against the library, which is its judge."""
    theirs = ("tests/bot/channels/telegram/", "tests/sandbox/")
    importing = [
        path
        for path, tree in modules("tests").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
        if name.partition(".")[0] == "telegram"
    ]
    assert len(importing) > 10
    assert [] == [path for path in importing if not path.startswith(theirs)]


def test_files_and_functions_stay_short() -> None:
    """Files: median 120 lines at most, nine of ten 300 at most; functions: median 10, nine of ten 35."""
    trees = modules(*PACKAGES)
    files = [len((ROOT / path).read_text().splitlines()) for path in trees if not path.endswith("__init__.py")]
    lengths = [(node.end_lineno or 0) - node.lineno + 1 for tree in trees.values() for node in functions(tree)]
    assert len(files) > 50
    assert len(lengths) > 200
    assert (True, True) == (statistics.median(files) <= 120, ninetieth(files) <= 300)
    assert (True, True) == (statistics.median(lengths) <= 10, ninetieth(lengths) <= 35)


def test_every_exception_to_a_rule_bears_its_reason() -> None:
    """A `noqa` or `type: ignore` names its rule and is followed by why."""
    exception = re.compile(r"#\s*(noqa\b|type:\s*ignore\b)(.*)")
    reasoned = re.compile(r"(: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)*|\[[a-z-]+(, ?[a-z-]+)*\])\s+(-|#)? ?\w+")
    bare = []
    exceptions = 0
    for path in modules(*PACKAGES, "tests"):
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
            match = exception.search(line)
            if match and path != "tests/test_house.py":
                exceptions += 1
                if not reasoned.match(match[2]):
                    bare.append(f"{path}:{number}")
    assert exceptions > 3
    assert [] == bare


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    """The project can be built from any mirror and read on any machine."""
    files = tracked()
    assert len(files) > 60
    named = []
    for path in files:
        try:
            text = path.read_text()
        except UnicodeDecodeError:  # a picture
            continue
        if MACHINE_PATHS.search(text) or any(host in text for host in REGISTRIES):
            named.append(path.relative_to(ROOT).as_posix())
    assert [] == named


def test_the_licence_is_there_in_full() -> None:
    """EUPL-1.2, from its title by all fifteen articles to its appendix."""
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("# EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [str(number) for number in range(1, 16)] == re.findall(r"^## (\d+)\.", text, re.MULTILINE)
    assert "Licensed under the EUPL" in text
    assert "## Appendix" in text
    assert 2254 == len(text.split())
