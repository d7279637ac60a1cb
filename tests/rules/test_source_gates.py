"""What must not stand in the source of the program, each with the reason beside it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from fakes.sources import dotted, imports, modules, nodes

from desktop.settings.schema import SETTINGS

Finder = Callable[[ast.Module], Iterator[int]]


def call_of(*names: str) -> Finder:
    """Lines that call one of these by its last name: `setHtml` finds `anything.setHtml(…)`."""

    def find(tree: ast.Module) -> Iterator[int]:
        return (it.lineno for it in nodes(tree, ast.Call) if dotted(it.func).rpartition(".")[2] in names)

    return find


def use_of(*names: str) -> Finder:
    """Lines that name one of these, as `name`, `module.name` or in an import."""

    def find(tree: ast.Module) -> Iterator[int]:
        yield from (it.lineno for it in nodes(tree, ast.Name, ast.Attribute) if dotted(it).rpartition(".")[2] in names)
        yield from (line for line, name in imports(tree) if name.rpartition(".")[2] in names)

    return find


def import_of(*packages: str) -> Finder:
    """Lines that import one of these or a part of it."""

    def find(tree: ast.Module) -> Iterator[int]:
        return (line for line, name in imports(tree) if name.split(".")[0] in packages)

    return find


def builtin(*names: str) -> Finder:
    """Lines that name one of these builtins, called or not; `model.eval()` is none."""

    def find(tree: ast.Module) -> Iterator[int]:
        return (it.lineno for it in nodes(tree, ast.Name) if it.id in names)

    return find


def keyword(name: str, *values: object) -> Finder:
    """Lines with a call that gives the argument `name` one of these constants."""

    def find(tree: ast.Module) -> Iterator[int]:
        for it in nodes(tree, ast.keyword):
            if it.arg == name and isinstance(it.value, ast.Constant) and it.value.value in values:
                yield it.value.lineno

    return find


def base_class(*names: str) -> Finder:
    """Lines with a class derived from one of these."""

    def find(tree: ast.Module) -> Iterator[int]:
        for it in nodes(tree, ast.ClassDef):
            if any(dotted(base).rpartition(".")[2] in names for base in it.bases):
                yield it.lineno

    return find


def attribute_of(module: str, *starts: str) -> Finder:
    """Lines with `module.name` where the name starts with one of these."""

    def find(tree: ast.Module) -> Iterator[int]:
        for it in nodes(tree, ast.Attribute):
            if dotted(it.value) == module and it.attr.startswith(starts):
                yield it.lineno

    return find


def client_that_trusts_the_environment(tree: ast.Module) -> Iterator[int]:
    for it in nodes(tree, ast.Call):
        if dotted(it.func) in {"httpx.AsyncClient", "httpx.Client", "AsyncClient", "Client"}:
            given = {word.arg: getattr(word.value, "value", None) for word in it.keywords}
            if given.get("trust_env") is not False or given.get("follow_redirects") is not False:
                yield it.lineno


@dataclass(frozen=True)
class Gate:
    """What is looked for, why it must not be there, and the modules where it may."""

    name: str
    reason: str
    find: Finder
    allowed: tuple[str, ...] = ()


GATES = (
    Gate(
        "rich text from a string",
        "Qt's HTML and Markdown engines open local files and network shares that a text names.",
        use_of("setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "fromHtml", "fromMarkdown"),
    ),
    Gate(
        "a text format that guesses or renders",
        "QLabel and QMessageBox with it open what an <img> names.",
        use_of("RichText", "AutoText", "MarkdownText"),
    ),
    Gate(
        "a label outside the plain-text factory",
        "QLabel guesses rich text; plain_label() does not let it.",
        call_of("QLabel"),
        ("desktop/ui/labels.py",),
    ),
    Gate(
        "a class derived from QLabel",
        "It would be a label outside the plain-text factory.",
        base_class("QLabel"),
        # It sets the plain format itself.
        ("desktop/ui/figure_label.py",),
    ),
    Gate(
        "a tooltip outside the plain-text factory",
        "Tooltips and What's This guess rich text; set_plain_tooltip() escapes.",
        use_of("setToolTip", "setWhatsThis", "QToolTip", "QWhatsThis"),
        ("desktop/ui/labels.py",),
    ),
    Gate(
        "a message box outside dialogs",
        "QMessageBox guesses rich text; each is made where its text format is set.",
        use_of("QMessageBox", "QErrorMessage"),
        ("desktop/ui/dialogs.py",),
    ),
    Gate(
        "a rich text widget",
        "It takes rich paste and loads what the pasted HTML names; the composer is a QPlainTextEdit.",
        use_of("QTextEdit", "QTextBrowser"),
    ),
    Gate(
        "TLS without verification",
        "No switch turns it off: an extra CA is a file.",
        keyword("verify", False),
    ),
    Gate(
        "TLS without verification, by the ssl module",
        "The same, one layer down.",
        use_of("CERT_NONE", "_create_unverified_context", "check_hostname"),
    ),
    Gate(
        "redirects that are followed",
        "A 307 resends the prompt, and `api-key` headers cross hosts.",
        keyword("follow_redirects", True),
    ),
    Gate(
        "an HTTP client that does not say so itself",
        "With trust_env, HTTP_PROXY gets loopback requests and their key; with redirects, another host the prompt.",
        client_that_trusts_the_environment,
    ),
    Gate(
        "a body read without a bound, or decoded before it is split",
        "iter_lines splits inside JSON at U+2028 and is unbounded; the others inflate 1.8 KB to 2 GB. aiter_raw.",
        use_of("iter_lines", "aiter_lines", "iter_text", "aiter_text", "iter_bytes", "aiter_bytes", "aread"),
    ),
    Gate(
        "another program started",
        "No text of a server or a user may ever reach a command line.",
        import_of("subprocess", "pty", "popen2"),
    ),
    Gate(
        "another program started, by os or Qt",
        "The same.",
        attribute_of("os", "system", "popen", "exec", "spawn", "posix_spawn", "startfile", "fork"),
    ),
    Gate("QProcess", "The same.", use_of("QProcess")),
    Gate("code made from text", "It would run what a file or a server says.", builtin("eval", "exec", "compile")),
    Gate(
        "objects made from bytes",
        "Unpickling runs what the bytes say.",
        import_of("pickle", "marshal", "shelve", "dill"),
    ),
    Gate(
        "a second place that opens things",
        "open_url and open_folder check what they open; nobody else may.",
        use_of("QDesktopServices", "webbrowser"),
        ("desktop/ui/system/links.py",),
    ),
    Gate(
        "keyring's own choice of backend",
        "Environment and configuration can swap it for one that writes plain text or forgets.",
        use_of("get_keyring", "set_keyring", "init_backend"),
    ),
    Gate(
        "keyring's module functions",
        "They go to the backend that get_keyring() chose.",
        attribute_of("keyring", "get_password", "set_password", "delete_password", "get_credential"),
    ),
    Gate(
        "a language guessed by Pygments",
        "guess_lexer runs every lexer; 23 of 68 popular ones need over 1.5 s for 20 KB.",
        use_of("guess_lexer", "guess_lexer_for_filename"),
    ),
    Gate(
        "asyncio.run",
        "At its end it waits for a name lookup that hangs; LoopThread does not.",
        attribute_of("asyncio", "run"),
    ),
)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_the_source_holds_none_of(gate):
    found = [
        f"{path}:{line}" for path, tree in modules().items() if path not in gate.allowed for line in gate.find(tree)
    ]

    assert found == [], gate.reason


@pytest.mark.parametrize("gate", [gate for gate in GATES if gate.allowed], ids=lambda gate: gate.name)
def test_an_exception_to_a_gate_is_needed(gate):
    idle = [path for path in gate.allowed if not any(gate.find(modules()[path]))]

    assert idle == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("rich text from a string", "view.document().setHtml(text)"),
        ("a text format that guesses or renders", "label.setTextFormat(Qt.TextFormat.RichText)"),
        ("a label outside the plain-text factory", "QtWidgets.QLabel(text)"),
        ("a class derived from QLabel", "class Badge(QLabel): pass"),
        ("a tooltip outside the plain-text factory", "button().setToolTip(text)"),
        ("a message box outside dialogs", "from PySide6.QtWidgets import QMessageBox"),
        ("TLS without verification", "httpx.get(url, verify=False)"),
        ("an HTTP client that does not say so itself", "httpx.AsyncClient(trust_env=False)"),
        ("another program started", "def f():\n    from subprocess import run"),
        ("another program started, by os or Qt", "os.popen(text)"),
        ("code made from text", "functions = [eval]"),
        ("a second place that opens things", "QDesktopServices.openUrl(url)"),
        ("keyring's own choice of backend", "keyring.get_keyring()"),
        ("asyncio.run", "asyncio.run(main())"),
    ],
)
def test_a_gate_finds_what_it_is_for(name, source):
    gate = next(gate for gate in GATES if gate.name == name)

    assert any(gate.find(ast.parse(source)))


def test_only_open_url_and_open_folder_open_things():
    tree = modules()["desktop/ui/system/links.py"]
    openers = {
        function.name: [dotted(call.func) for call in nodes(function, ast.Call)].count("QDesktopServices.openUrl")
        for function in nodes(tree, ast.FunctionDef)
    }

    assert {name: count for name, count in openers.items() if count} == {"open_url": 1, "open_folder": 1}


def read_settings() -> Iterator[tuple[str, str]]:
    """`(place, name)` of each setting that code reads or changes by a literal name."""
    for path, tree in modules().items():
        for call in nodes(tree, ast.Call):
            method = dotted(call.func).rpartition(".")[2]
            literal = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if method in {"get_str", "get_int"} and isinstance(literal, str):
                yield f"{path}:{call.lineno}", literal


def test_every_setting_named_in_code_stands_in_the_schema():
    """The dialog, the file and the guide are made from the schema; a setting beside it is one nobody can find."""
    unknown = [f"{place} {name}" for place, name in read_settings() if name not in SETTINGS]

    assert unknown == []


def test_every_setting_of_the_schema_is_used():
    """A setting that nothing reads is a promise that nobody keeps."""
    words = {
        constant.value
        for path, tree in modules().items()
        if path != "desktop/settings/schema.py"
        for constant in nodes(tree, ast.Constant)
        if isinstance(constant.value, str)
    }

    assert [name for name in SETTINGS if name not in words] == []
