"""Numbers drawn for each learner: the same on every machine and Python, different for every alias.

Only `random.Random.random` promises the same sequence for ever, so every draw below is built from it alone.
"""

import os
from collections.abc import Sequence
from hashlib import sha256
from random import Random
from typing import TypeVar

T = TypeVar("T")

COURSE_SEED = "bulkheads-1"
DEFAULT_ALIAS = "reader"


def alias_from_environment() -> str:
    """The alias in BULKHEADS_ALIAS, or the default "reader"."""
    return os.environ.get("BULKHEADS_ALIAS", "").strip() or DEFAULT_ALIAS


class Draw:
    """Draws that depend on nothing but their labels.

    >>> Draw("reader", "02-example").integer(1, 100) == Draw("reader", "02-example").integer(1, 100)
    True
    """

    def __init__(self, *labels: object) -> None:
        text = "|".join(map(str, (COURSE_SEED, *labels)))
        self._random = Random(int.from_bytes(sha256(text.encode()).digest(), "big"))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options, each as likely as the other."""
        return options[int(self._random.random() * len(options))]

    def integer(self, low: int, high: int, step: int = 1) -> int:
        """One of low, low + step, ... up to and including high.

        >>> 20 <= Draw("anyone").integer(20, 40, 5) <= 40
        True
        """
        return self.choice(range(low, high + 1, step))

    def decimal(self, low: float, high: float, places: int) -> float:
        """A number from low to high with so many decimal places."""
        scale: int = 10**places
        return self.integer(round(low * scale), round(high * scale)) / scale

    def sign(self) -> int:
        """Long or short: 1 or -1."""
        return self.choice((1, -1))

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """The options in a drawn order, never the one they came in when there are at least two."""
        drawn = self.mixed(options)
        return [*drawn[1:], drawn[0]] if len(drawn) > 1 and drawn == list(options) else drawn

    def mixed(self, options: Sequence[T]) -> list[T]:
        """The options in a drawn order, each order as likely as the other."""
        left = list(options)
        return [left.pop(int(self._random.random() * len(left))) for _ in options]
