"""Python in a question: does it compile, what does it import, which tests does it hold?"""

import ast
import sys
import warnings
from collections.abc import Iterator
from functools import lru_cache

from questions.bank.outline import CodeBlock
from questions.bank.problems import Reporter

# What the person who runs an answer has installed.
MAY_IMPORT = sys.stdlib_module_names | {"numpy", "solution"}


def parsed(code: CodeBlock, report: Reporter) -> ast.Module | None:
    """The syntax tree; None, and a problem at the right line, when it is not Python."""
    tree = tree_of(code.source)
    if isinstance(tree, ast.Module):
        return tree
    line, why = tree
    report.error(code.line + line - 1, why)
    return None


def program(code: CodeBlock, report: Reporter) -> ast.Module | None:
    """The same for code that must run as it stands: no `return` outside a function."""
    tree = parsed(code, report)
    if tree is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(tree, "<question>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = code.line + (getattr(error, "lineno", None) or 1) - 1
        report.error(line, f"this is not Python: {getattr(error, 'msg', error)}")
        return None
    return tree


@lru_cache(maxsize=32)
def tree_of(source: str) -> ast.Module | tuple[int, str]:
    """The syntax tree, or the line (from 1) and the reason why there is none.

    The checks of one question ask for the same few programs again and again.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        return error.lineno or 1, f"this is not Python: {error.msg}"
    except (ValueError, RecursionError, MemoryError):
        return 1, "Python cannot read this code; make it simpler"


def check_imports(code: CodeBlock, tree: ast.Module, report: Reporter) -> None:
    for node in _statements(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        for name in names:
            if name.partition(".")[0] not in MAY_IMPORT:
                report.error(
                    code.line + node.lineno - 1,
                    f"“{name}” may not be imported: only the standard library and NumPy are there",
                )


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements, nested ones too; expressions hold no imports and are most of a tree."""
    for name in ("body", "orelse", "finalbody", "handlers"):
        for node in getattr(tree, name, ()):
            yield node
            yield from _statements(node)


def test_names(tree: ast.Module) -> list[str]:
    """The tests of a block: functions at its top level whose name begins with test_."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def imports_solution(tree: ast.Module) -> bool:
    return any(
        (isinstance(node, ast.ImportFrom) and node.module == "solution")
        or (isinstance(node, ast.Import) and any(name.name == "solution" for name in node.names))
        for node in _statements(tree)
    )
