"""A formula printed from the code: the function is called with symbols, and what it returns is shown as written."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any

LETTERS = {
    "collateral": "W",
    "wallet": "W",
    "size": "q",
    "entry": "E",
    "price": "P",
    "rate": "m",
    "amount": "c",
    "notional": "N",
    "leverage": "L",
    "equity": "V",
    "maintenance": "M",
    "threshold": "h",
    "debt": "D",
    "interest": "I",
    "clamp": "k",
    "other_pnl": "U",
    "other_maintenance": "R",
    "count": "n",
    "correlation": "rho",
    "drift": "mu",
    "volatility": "sigma",
    "risk_free": "r",
    "fraction": "f",
    "share": "c",
    "risk": "x",
    "stop": "S",
    "profit": "G",
    "cost": "C",
    "value": "N",
    "fill": "F",
    "bankruptcy": "B",
    "largest_fee": "g",
    "shortage": "s",
    "margin_ratio": "m",
    "bonus": "b",
    "impact": "lambda",
    "weight": "w",
    "health": "H",
    "owed": "D",
    "own": "A",
    "received": "R",
    "gas": "g",
    "gas_price": "p",
    "coin": "e",
    "closed": "N",
    "fee": "f",
    "reward": "R",
    "won": "w",
    "lost": "l",
    "keepers": "n",
}
"""The letter of each word in printed formulas; a word that is not here stands for itself."""


@dataclass(frozen=True)
class Formula:
    """A formula as LaTeX, for the notebook, and as text, for everybody else."""

    name: str
    latex: str
    text: str

    def _repr_latex_(self) -> str:
        return f"$$\\text{{{self.name.replace('_', ' ')}}} = {self.latex}$$"

    def __repr__(self) -> str:
        return self.text


def printed(function: Callable[..., Any], **fixed: Any) -> Formula:
    """Return `function` of `marginlib.formulas` as it is written, with a letter for each word.

    `fixed` gives arguments that are numbers in this place, such as ``amount=0``.

    >>> from marginlib import formulas
    >>> printed(formulas.pnl)
    pnl = q*(-E + P)
    """
    import sympy  # noqa: PLC0415 - a third of a second, needed only where a formula is printed

    words = list(signature(function).parameters)
    letters = {word: sympy.Symbol(LETTERS.get(word, word.replace("_", " "))) for word in words}
    with sympy.evaluate(False):  # noqa: FBT003 - the name of its argument is x
        expression = function(**{**letters, **fixed})
    text = f"{function.__name__} = {sympy.sstr(expression)}"
    return Formula(function.__name__, sympy.latex(expression, order="none"), text)
