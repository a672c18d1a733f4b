"""Cases in which every wrong turn leads somewhere else than the right answer and than each other."""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

Answer = Callable[..., float]


def apart(
    cases: Iterable[Mapping[str, Any]], answers: Iterable[Answer], tolerance: float, share: float = 0.08
) -> tuple[dict[str, Any], ...]:
    """The cases in which all answers differ by six tolerances and by a `share` of the first, and none by a factor.

    >>> apart([{"a": 2}, {"a": 3}], [lambda a: a, lambda a: 4 / a], 0.01)
    ({'a': 3},)
    """
    kept, answers = [], tuple(answers)
    for case in cases:
        values = [float(one(**case)) for one in answers]
        least = max(6 * tolerance, share * abs(values[0]))
        if all(abs(one - other) > least for one, other in combinations(values, 2)):
            kept.append(dict(case))
    return tuple(kept)
