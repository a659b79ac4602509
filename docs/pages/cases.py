"""The worked cases of the spec suite, read from the tests' syntax trees: tables in, figures out.

Only texts are worked out (constants, sums of constants, loops over constants); nothing of the tests is run.
"""

from __future__ import annotations

import ast
import builtins
import textwrap
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from docs.pages import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_RANDOM = ("given", "given_any")
"""How a test is decorated that holds for random cases."""


class Block(NamedTuple):
    """One table of a case. `name` is empty where the test's own function gives it."""

    name: str
    header: list[str]
    rows: list[list[str]]

    @property
    def markdown(self) -> str:
        """The table, under its name."""
        name = f"`{self.name}`\n\n" if self.name else ""
        return name + markdown.table(self.header, self.rows)


@dataclass
class Case:
    """One test: what it holds, and its worked case as Markdown."""

    title: str
    says: str
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    """One file of tests."""

    name: str
    title: str
    says: str
    cases: list[Case]
    shared: list[str]
    """What its cases share, as Markdown: tables, and the functions that the code of cases calls."""


WORDS = {"march": "March", "sql": "SQL", "json": "JSON", "duckdb": "DuckDB"}
"""Words that a function's name cannot write as they are written."""


def chapter(file: Path) -> Chapter:
    """Return the chapter that a file of tests makes."""
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    title, _, says = (ast.get_docstring(tree) or "").partition(":")
    known: dict[str, Any] = {}
    cases, named = [], set()
    for node in tree.body:
        _learn(node, known)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            reader = _Reader(text, dict(known))
            cases.append(reader.case(node))
            named |= reader.named
    says = says.strip()
    says, name = says[:1].upper() + says[1:], file.stem.removeprefix("test_")
    return Chapter(name, title.strip(" ."), says, cases, list(_shared(tree, text, known, named)))


def _shared(tree: ast.Module, text: str, known: Mapping[str, Any], named: set[str]) -> Iterator[str]:
    """Yield what the code of cases uses of its file: tables first, then constants, functions and classes."""
    homes = {name: node for node in tree.body for name in _defined(node)}
    wanted, code = list(named), set()
    while wanted:
        name = wanted.pop()
        if name in homes and name not in code:
            code.add(name)
            wanted += _names(homes[name])
    ordered = [(name, node) for name, node in homes.items() if name in code]
    tables = {name: blocks(known[name]) for name, _ in ordered if isinstance(known.get(name), str)}
    by_others = {used for name in code if name not in tables for used in _names(homes[name])}
    yield from (block.markdown for name in tables if name in by_others for block in tables[name])
    sources = [ast.get_source_segment(text, node) or "" for name, node in ordered if name not in tables]
    if sources:
        yield markdown.fenced("python", "\n\n".join(dict.fromkeys(sources)))


def _defined(node: ast.stmt) -> list[str]:
    """Return the names that a statement of a file defines; none of a test or a fixture."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.FunctionDef) and not node.decorator_list and not node.name.startswith("test_"):
        return [node.name]
    return []


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _learn(node: ast.stmt, known: dict[str, Any]) -> None:
    """Remember a name whose value can be worked out."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        try:
            known[node.targets[0].id] = worked_out(node.value, known)
        except _NotKnown:
            known.pop(node.targets[0].id, None)


class _NotKnown(Exception):
    """What a piece of code gives cannot be said without running the test."""


def worked_out(node: ast.expr, known: Mapping[str, Any]) -> Any:
    """Return what an expression gives, from names that are known and Python's own."""
    scope = {"__builtins__": vars(builtins), "date": date, **known}
    free = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    bound = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    if free - bound - scope.keys() - vars(builtins).keys():
        raise _NotKnown
    try:
        return eval(compile(ast.Expression(node), "case", "eval"), scope)  # noqa: S307 - our own tests' constants
    except Exception as error:
        raise _NotKnown from error


def blocks(text: str) -> list[Block]:
    """Return the tables of a text; none where it has none."""
    found = []
    for part in filter(str.strip, textwrap.dedent(text).split("\n\n")):
        lines = [line.strip() for line in part.strip().splitlines()]
        name = "" if "|" in lines[0] or len(lines) == 1 else lines.pop(0)
        header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
        if any(len(row) != len(header) for row in rows) or not rows:
            continue
        found.append(Block(name, header, rows))
    return found


class _Reader:
    """Reads one test, statement by statement."""

    def __init__(self, text: str, known: dict[str, Any]) -> None:
        self.text, self.known = text, known
        self.parts: list[str] = []
        self.code: list[str] = []
        self.named: set[str] = set()
        """The names that the code of the case uses."""
        self.shown: set[str] = set()

    def case(self, test: ast.FunctionDef) -> Case:
        words = test.name.removeprefix("test_").split("_")
        title = " ".join(WORDS.get(word, word) for word in words)
        says = ast.get_docstring(test) or ""
        case = Case(title[:1].upper() + title[1:], says)
        if any(_called(one) in _RANDOM for one in test.decorator_list):
            case.parts = ["*Held for random cases, on both engines.*"]
            return case
        body = test.body[1:] if says else test.body
        self.read(body)
        self._end_code()
        case.parts = self.parts
        return case

    def read(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, ast.For) and self._loop(statement):
                continue
            self._given(statement)
            _learn(statement, self.known)
            figures = [call for call in _calls(statement) if _called(call) == "holds"]
            for call in figures:
                self._figures(call)
            if not figures and not self._is_only_given(statement):
                self.code.append(self._source(statement))
                self.named |= _names(statement)

    def _loop(self, loop: ast.For) -> bool:
        """Read a loop over constants once for each; whether it was one."""
        if not any(_called(call) == "holds" for call in _calls(loop)) or not isinstance(loop.target, ast.Tuple):
            return False
        names = [each.id for each in loop.target.elts if isinstance(each, ast.Name)]
        for values in worked_out(loop.iter, self.known):
            self.known.update(zip(names, values, strict=True))
            self.read(loop.body)
        return True

    def _given(self, statement: ast.stmt) -> None:
        """Show the tables that a statement makes a federation of."""
        for call in _calls(statement):
            if _called(call) == "holds":
                continue
            for argument in call.args:
                text = self._text(argument)
                if text and text not in self.shown:
                    self.shown.add(text)
                    self._end_code()
                    self.parts += [block.markdown for block in blocks(text)]

    def _text(self, node: ast.expr) -> str:
        """Return a text with tables; empty where it is none."""
        try:
            value = worked_out(node, self.known)
        except _NotKnown:
            return ""
        return value if isinstance(value, str) and "\n" in value and blocks(value) else ""

    def _figures(self, call: ast.Call) -> None:
        """Show what a question gives: indicator, columns, options, and the figures."""
        self._end_code()
        _, indicator, by, expected = (self._value(argument) for argument in call.args)
        options = [self._option(keyword) for keyword in call.keywords]
        columns = ", ".join(f"`{name.strip()}`" for name in by.split(",") if name.strip())
        asked = [
            ", ".join(f"`{code}`" for code in indicator.split()),
            f"by {columns}" if columns else "",
            *options,
        ]
        self.parts.append(f"→ {', '.join(filter(None, asked))}:")
        self.parts += [block.markdown for block in blocks(expected)]

    def _value(self, node: ast.expr) -> str:
        try:
            return str(worked_out(node, self.known))
        except _NotKnown:
            return ""

    def _option(self, keyword: ast.keyword) -> str:
        value, name = self._value(keyword.value), (keyword.arg or "").replace("_", " ")
        return name if value == "True" else f"{name} {value}"

    def _is_only_given(self, statement: ast.stmt) -> bool:
        """Whether a statement only gives a name to a text or to a federation made of one."""
        if not isinstance(statement, ast.Assign):
            return False
        if isinstance(statement.value, ast.Call) and _called(statement.value) == "given":
            return True
        return isinstance(statement.targets[0], ast.Name) and statement.targets[0].id in self.known

    def _source(self, statement: ast.stmt) -> str:
        """Return a statement's source, tables that are shown already left out."""
        segment = ast.get_source_segment(self.text, statement, padded=True) or ""
        if "|" not in segment:
            return textwrap.dedent(segment)
        return ast.unparse(_WithoutTables(self).visit(statement))

    def is_table(self, node: ast.expr) -> bool:
        return bool(self._text(node))

    def _end_code(self) -> None:
        if self.code:
            self.parts.append(markdown.fenced("python", "\n".join(self.code)))
            self.code = []


class _WithoutTables(ast.NodeTransformer):
    """Puts `...` in the place of a text that holds tables."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader

    def visit(self, node: ast.AST) -> Any:
        is_text = isinstance(node, ast.Constant | ast.BinOp | ast.JoinedStr)
        if is_text and isinstance(node, ast.expr) and self.reader.is_table(node):
            return ast.Constant(...)
        return super().generic_visit(node)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def _called(node: ast.expr) -> str:
    """Return the name of what is called."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return ""
