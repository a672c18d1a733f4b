"""Sobol points against those of SciPy."""

import numpy as np
import pytest
from scipy.stats import qmc

from marginlib.errors import InvalidInput
from marginlib.probability.draws import CHUNK
from marginlib.probability.sobol import BITS, ROWS, sobol


@pytest.mark.parametrize("rows", [1, 2, 3, 17, ROWS])
@pytest.mark.parametrize("points", [1, 2, 64, CHUNK])
def test_every_bit_is_that_of_scipy(rows: int, points: int) -> None:
    """The points are those that SciPy makes from the same direction numbers, in the same order."""
    expected = qmc.Sobol(rows, scramble=False, bits=BITS).random(points).T
    assert np.array_equal(sobol(rows, points) / 2**BITS, expected)


def test_long_sequences_are_those_of_scipy() -> None:
    """A set 32 times as long as the longest that is drawn from asks for direction numbers that short ones do not."""
    expected = qmc.Sobol(ROWS, scramble=False, bits=BITS).random(32 * CHUNK).T
    assert np.array_equal(sobol(ROWS, 32 * CHUNK) / 2**BITS, expected)


@pytest.mark.parametrize(("rows", "points"), [(ROWS + 1, 64), (-1, 64), (2, 0), (2, 48)])
def test_what_cannot_be_made_is_refused(rows: int, points: int) -> None:
    """More rows than there are numbers, or a set that is cut short, is refused."""
    with pytest.raises(InvalidInput):
        sobol(rows, points)
