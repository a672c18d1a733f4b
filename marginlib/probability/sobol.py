"""Sobol points: whole numbers that fill every row evenly, and pairs of rows too.

The first 2**k points of a row lie one in each of 2**k equal stretches, in an order in which the next point differs from
the one before by one direction number (Gray code). Each row has direction numbers of its own, made from a polynomial
over two elements. They are those of `scipy.stats.qmc.Sobol`, bit for bit, without the second that it takes to import
`scipy.stats`, which a learner would wait for.

Source: Sobol (1967); Antonov and Saleev (1979) for the order; Joe and Kuo (2008), "Constructing Sobol sequences with
better two-dimensional projections", for the numbers (theirs, under the BSD licence).
"""

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from marginlib.errors import checked

BITS = 30  # of a point
LINES = files(__package__).joinpath("sobol.csv").read_text("utf-8").splitlines()
NUMBERS = [[int(number) for number in line.split(",")] for line in LINES if not line.startswith("#")]
ROWS = len(NUMBERS) + 1


@cache
def sobol(rows: int, points: int) -> NDArray[np.uint32]:
    """The first `points` Sobol points of `rows` rows, shape (rows, points), in units of ``2**-BITS``.

    Raises:
        InvalidInput: more than ROWS rows, points that are no power of two.

    >>> (sobol(2, 4) / 2**BITS).tolist()
    [[0.0, 0.5, 0.75, 0.25], [0.0, 0.5, 0.25, 0.75]]
    """
    checked("rows", rows, lambda count: 0 <= count <= ROWS, f"at most {ROWS}")
    checked("points", points, lambda count: count > 0 and count.bit_count() == 1, "a power of two")
    first = [1 << BITS - place for place in range(1, BITS + 1)]
    directions = np.array([first, *(_directions(*row) for row in NUMBERS)], np.uint32)[:rows]
    found = np.zeros((rows, 1), np.uint32)
    for place in range(points.bit_length() - 1):  # a Gray code goes back the way it came, behind one more bit
        found = np.hstack([found, found[:, ::-1] ^ directions[:, place, None]])
    return found


def _directions(degree: int, coefficients: int, *numbers: int) -> list[int]:
    """The direction numbers of a row: each is the sum, without carrying, of some of the `degree` before it."""
    found = [number << BITS - place for place, number in enumerate(numbers, 1)]
    for place in range(degree, BITS):
        number = found[place - degree] ^ found[place - degree] >> degree
        for back in range(1, degree):
            if coefficients >> degree - 1 - back & 1:
                number ^= found[place - back]
        found.append(number)
    return found
