"""Numbers for the items of lesson 08, drawn among those for which no wrong turn meets the answer or another one."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any

from marginlib.learn.draw import Draw

Number = Callable[..., float]


def drawn(
    choices: Mapping[str, Sequence[float]], answers: Sequence[Number], gap: float
) -> Callable[[Draw], dict[str, Any]]:
    """Return a draw of one number of each of `choices` such that all `answers` lie more than `gap` apart.

    >>> draw = drawn({"a": (1, 2)}, (lambda a: a, lambda a: a**2), 0.5)
    >>> draw(Draw("anybody"))
    {'a': 2}
    """

    @cache
    def kept() -> list[dict[str, Any]]:
        every = [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
        return [one for one in every if _apart([answer(**one) for answer in answers], gap)]

    return lambda draw: dict(draw.choice(kept()))


def _apart(values: Sequence[float], gap: float) -> bool:
    return all(abs(one - other) > gap for one, other in combinations(values, 2))


def steps(low: float, high: float, step: float) -> tuple[float, ...]:
    """Numbers from `low` to `high`, both included, without the dust of floating point.

    >>> steps(0.5, 0.8, 0.1)
    (0.5, 0.6, 0.7, 0.8)
    """
    return tuple(round(low + place * step, 6) for place in range(round((high - low) / step) + 1))
