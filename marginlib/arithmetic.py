"""Sign, maximum, minimum, and when a sum is zero, for any kind of number.

The formulas run on floats, Decimals, Fractions, NumPy arrays, pandas Series and SymPy symbols. Plain operators serve
all of them; only these need to know which kind they were given.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

import numpy as np

EPSILON = np.finfo(float).eps


def _is_symbolic(value: Any) -> bool:
    return hasattr(value, "free_symbols")


def _choose(values: tuple[Any, ...], array: Any, plain: Any, symbolic: str) -> Any:
    if any(map(_is_symbolic, values)):
        import sympy  # noqa: PLC0415 - a third of a second, needed only where a formula is printed

        return getattr(sympy, symbolic)(*values)
    if any(hasattr(value, "__array__") for value in values):
        return reduce(array, values)
    return plain(values)


def maximum(*values: Any) -> Any:
    """The largest of `values`, element by element.

    >>> maximum(1, 3, 2)
    3
    >>> maximum(np.array([1.0, 5.0]), 3.0)
    array([3., 5.])
    """
    return _choose(values, np.maximum, max, "Max")


def minimum(*values: Any) -> Any:
    """The smallest of `values`, element by element.

    >>> minimum(1, 3, 2)
    1
    """
    return _choose(values, np.minimum, min, "Min")


def sign(value: Any) -> Any:
    """+1 for a long, -1 for a short, 0 for none.

    >>> sign(-2.5), sign(3)
    (-1, 1)
    """
    if _is_symbolic(value):
        import sympy  # noqa: PLC0415 - as above

        return sympy.sign(value)
    return (value > 0) * 1 - (value < 0) * 1


def floor(value: Any) -> Any:
    """Largest whole number not above `value`; infinity stays infinity, and NaN stays NaN.

    >>> floor(2.7), floor(-2.5)
    (2, -3)
    """
    if isinstance(value, np.ndarray):
        # one by one where they are objects; NumPy from 2.5 on warns of a NaN among them
        return (
            np.floor(value)
            if value.dtype.kind == "f"
            else np.errstate(invalid="ignore")(np.frompyfunc(floor, 1, 1))(value)
        )
    return math.floor(value) if value == value and abs(value) != math.inf else value  # noqa: PLR0124 - but for NaN


def ceiling(value: Any) -> Any:
    """Smallest whole number not below `value`; infinity stays infinity.

    >>> ceiling(2.2)
    3
    """
    return -floor(-value)


def netted(total: Any, gross: Any, count: Any) -> Any:
    """The `total` of `count` floats, zero where it is no more than what rounding leaves of a sum that should be zero.

    `gross` is the sum of their absolute values. Each float may be off by half an epsilon of itself, and each addition
    by as much of what was added so far. Exact numbers stay what they are.

    Derived: Higham 2002, Accuracy and Stability of Numerical Algorithms, section 4.2.

    >>> netted(0.1 + 0.2 - 0.3, 0.6, 3), netted(0.5 - 0.25, 0.75, 2)
    (0.0, 0.25)
    """
    if np.asarray(total).dtype.kind != "f":
        return total
    nothing = np.asarray(abs(np.asarray(total)) <= count * EPSILON * gross)
    return np.where(nothing, 0.0, total) if np.ndim(total) else (0.0 if nothing else total)
