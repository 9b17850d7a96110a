"""What extraction cannot see: calls of tr() and ntr() that would never be translated.

A call at import time is one of them: it speaks before a language is chosen, and keeps its English.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

# How many of the first arguments are messages.
MESSAGES = {"tr": 1, "ntr": 2}


def complaints_about(path: Path, root: Path) -> Iterator[str]:
    """What is wrong with the calls of tr() and ntr() in one module, a line each."""
    tree = ast.parse(path.read_text(encoding="utf-8"), path.name)
    for call, is_at_import in _calls(tree, is_at_import=True):
        where = f"{path.relative_to(root)}:{call.lineno}: {ast.unparse(call.func)}()"
        if is_at_import:
            yield f"{where} is called while the module is imported, before a language is chosen"
        for problem in _problems(call):
            yield f"{where} {problem}"


def _problems(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    count = MESSAGES[name]
    messages = call.args[:count]
    texts = [m.value for m in messages if isinstance(m, ast.Constant) and isinstance(m.value, str)]
    if len(texts) < count:
        f_string = any(isinstance(m, ast.JoinedStr) for m in messages)
        yield "has an f-string, which is never translated" if f_string else "needs a literal"
        return
    if any(not text for text in texts):
        yield "has an empty message, which gettext answers with the catalogue's header"
    given = {keyword.arg for keyword in call.keywords}
    if None in given:
        return
    if name == "ntr":
        given.add("n")
    try:
        wanted = {
            field
            for text in texts
            for _, field, _, _ in Formatter().parse(text)
            if field is not None
        }
    except ValueError:
        if given:
            yield "has a lone brace"
        return
    if name == "ntr":
        wanted.add("n")
    if "" in wanted or any(not field.isidentifier() for field in wanted):
        yield "has a placeholder without a plain name"
    elif wanted != given and (given or wanted):
        yield f"has the placeholders {sorted(wanted)} but is given {sorted(map(str, given))}"


def _calls(node: ast.AST, *, is_at_import: bool) -> Iterator[tuple[ast.Call, bool]]:
    """Each call of tr or ntr below `node`, and whether importing the module carries it out."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MESSAGES:
        yield node, is_at_import
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        body = node.body if isinstance(node.body, list) else [node.body]
        for child in ast.iter_child_nodes(node):
            yield from _calls(child, is_at_import=is_at_import and child not in body)
        return
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, is_at_import=is_at_import)
