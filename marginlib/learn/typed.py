"""A number as a learner types it: `8*40/20`, `1,234.5`, `12 %`, with or without its unit.

Arithmetic is read as a tree of numbers and + - * / ** ( ), and nothing else is ever evaluated. What could mean two
things is asked about and not guessed.
"""

import ast
import math
import operator
import re
from collections.abc import Callable

from marginlib.learn.answers import Unreadable
from marginlib.learn.wording import worded

LONGEST = 200  # characters; nobody types more, and a tree of this size is read at once
SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "∶": "/", ":": "/", "^": "**", "\xa0": " "})
OPERATIONS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,])")
COMMA = re.compile(r"(?<![\d,])(\d+),(\d+)")
PERCENT = re.compile(r"(\d+\.?\d*|\.\d+|\))\s*%")


def read(text: str, unit: str = "") -> float:
    """The number that the text stands for, in `unit`.

    Raises Unreadable, with what was found and what is wanted, where it is no number, or could be two.

    >>> read("8*40/20"), read("1,234.5 USDT", "USDT"), read("12 %", "%"), read("12 %"), read("= 2 ** 3")
    (16.0, 1234.5, 12.0, 0.12, 8.0)
    >>> read("12,5")
    Traceback (most recent call last):
    marginlib.learn.answers.Unreadable: is 12.5 meant? A point stands before decimals, a comma between thousands.
    """
    plain = _without_unit(text.translate(SIGNS).strip().removeprefix("=").strip(), unit)
    if not plain:
        raise Unreadable("type a number, or a sum such as 8*40/20.")
    if len(plain) > LONGEST:
        raise Unreadable(f"this is longer than {LONGEST} characters. A shorter sum is wanted.")
    plain = SPACED.sub(lambda found: found[0].replace(" ", ""), plain)
    plain = GROUPED.sub(lambda found: found[0].replace(",", ""), plain)
    comma = COMMA.search(plain)
    if comma:
        raise Unreadable(f"is {comma[1]}.{comma[2]} meant? A point stands before decimals, a comma between thousands.")
    value = _value(_tree(PERCENT.sub(r"\1/100", plain)))
    if not math.isfinite(value):
        raise Unreadable("this comes to something infinite. Look for a division by zero.")
    return value


def understood(text: str, unit: str = "") -> str:
    """What was understood, "= 16 USDT", or the question that is open; empty where nothing stands there yet.

    >>> understood("8*40/20", "USDT"), understood("", "USDT")
    ('= 16 USDT', '')
    """
    if not text.strip():
        return ""
    try:
        return f"= {worded(read(text, unit))} {unit}".rstrip()
    except Unreadable as refusal:
        said = str(refusal)
        return said[:1].upper() + said[1:]


def _without_unit(text: str, unit: str) -> str:
    """The text without its unit, behind it or before it; any other word is refused."""
    if unit:
        text = re.sub(
            rf"(?<=[\d.)\s]){re.escape(unit)}\s*$|^\s*{re.escape(unit)}(?=[\s\d.(-])", "", text, flags=re.IGNORECASE
        )
    text = text.strip()
    word = re.search(r"[^\W\d_]{2,}|[^\W\d_eE]", text)
    if word:
        wanted = f"a number in {unit}" if unit else "a number"
        raise Unreadable(f"{word[0]!r} cannot be read here: {wanted} is wanted.")
    if unit and unit != "%" and re.search(r"%\s*$", text):
        raise Unreadable(f"this is in percent, and a number in {unit} is wanted.")
    return text


def _tree(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Unreadable("this cannot be read. Numbers, + - * / ** and brackets are understood.") from None


def _value(tree: ast.expr) -> float:
    try:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, (int, float)):
            return float(tree.value)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.UAdd, ast.USub)):
            return _value(tree.operand) * (1 if isinstance(tree.op, ast.UAdd) else -1)
        if isinstance(tree, ast.BinOp) and type(tree.op) in OPERATIONS:
            value = OPERATIONS[type(tree.op)](_value(tree.left), _value(tree.right))
            if isinstance(value, float):
                return value
    except ZeroDivisionError:
        raise Unreadable("this divides by zero.") from None
    except OverflowError:
        raise Unreadable("this number is too large to be right.") from None
    raise Unreadable("this cannot be read. Numbers, + - * / ** and brackets are understood.")
