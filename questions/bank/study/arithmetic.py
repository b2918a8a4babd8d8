"""Arithmetic that stands in a study file as text, such as `layers * (4 * width ** 2)`.

Numbers, names, + - * / **, brackets, and five functions. Nothing else is evaluated: the text is
parsed, looked through, and then worked out node by node.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping

LONGEST = 200
# No number of an estimate is further from one than this.
MOST_DIGITS = 60

_OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "ceil": math.ceil,
    "log2": math.log2,
    "max": max,
    "min": min,
    "sqrt": math.sqrt,
}


class Unclear(Exception):
    """It is no arithmetic, or it has no value. The message says what is wrong."""


def names_in(text: str) -> set[str]:
    """The names whose values it needs. Unclear where it is no arithmetic."""
    tree = _parse(text)
    called = {node.func.id for node in ast.walk(tree) if _is_function(node)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - called


def value_of(text: str, values: Mapping[str, float]) -> float:
    """Its value. Unclear where it has none: a name nobody gave, a division by zero, too large."""
    try:
        value = float(_value(_parse(text), values))
    except (ArithmeticError, ValueError, TypeError) as error:
        raise Unclear(f"“{text}” cannot be worked out: {error}") from None
    if not math.isfinite(value) or abs(value) > 10.0**MOST_DIGITS:
        raise Unclear(f"“{text}” is too large")
    return value


def _parse(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise Unclear(f"has {len(text)} characters; at most {LONGEST} are allowed")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Unclear(f"“{text}” is no arithmetic") from None


def _is_function(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _FUNCTIONS
        and not node.keywords
    )


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            # Floats from the start: no whole number grows without end on the way.
            return float(number)
        case ast.Name(id=name):
            if name not in values:
                raise Unclear(f"nothing above is called “{name}”")
            return float(values[name])
        case ast.UnaryOp(op=ast.USub(), operand=inside):
            return -_value(inside, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=args) if _is_function(node):
            return float(_FUNCTIONS[name](*(_value(one, values) for one in args)))
    raise Unclear(f"“{ast.unparse(node)}” is no arithmetic")
