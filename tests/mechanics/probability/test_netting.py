"""What clearing is worth, against published numbers, a count and drawn exposures."""

from typing import Any

import numpy as np
import pytest

from marginlib.errors import InvalidInput
from marginlib.probability.netting import expected_exposure, members_for_clearing


def test_the_published_numbers_of_members() -> None:
    """2, 3, 4 and 6 classes need 7, 11, 15 and 23 members; 16 members bear at most 4.267 classes, so 6 are too many."""
    assert [members_for_clearing(classes) for classes in (2, 3, 4, 6)] == [7, 11, 15, 23]
    assert round(16**2 / (4 * 15), 3) == 4.267
    assert expected_exposure(16, 4, 1) < expected_exposure(16, 4)
    assert expected_exposure(16, 6, 1) > expected_exposure(16, 6)


@pytest.mark.parametrize("classes", range(2, 40))
def test_one_member_fewer_and_clearing_costs(classes: int) -> None:
    """From the number found on clearing lowers the exposure, and with one member fewer it does not."""
    members = members_for_clearing(classes)
    assert expected_exposure(members, classes, 1) < expected_exposure(members, classes)
    assert expected_exposure(members - 1, classes, 1) >= expected_exposure(members - 1, classes)


def test_drawn_exposures_have_this_mean() -> None:
    """The mean of drawn and netted normal exposures is the formula's, with one class cleared and with none."""
    drawn = np.random.default_rng(5).standard_normal((40_000, 6, 3))
    pairs = np.maximum(drawn.sum(axis=2), 0).sum(axis=1)
    rest = np.maximum(drawn[..., 1:].sum(axis=2), 0).sum(axis=1)
    house = np.maximum(drawn[..., 0].sum(axis=1), 0)
    for found, cleared in ((pairs, 0), (rest + house, 1)):
        error = found.std() / np.sqrt(len(found))
        assert expected_exposure(7, 3, cleared) == pytest.approx(found.mean(), abs=4 * error)


def test_more_classes_cleared_than_there_are() -> None:
    """A count that cannot be is refused by name."""
    with pytest.raises(InvalidInput, match="cleared classes is 3"):
        expected_exposure(7, 2, 3)
    with pytest.raises(InvalidInput, match="classes is 0"):
        members_for_clearing(0)


@pytest.mark.parametrize("cleared", [0.5, 1.25, -1])
def test_classes_are_whole(cleared: Any) -> None:
    """Half a class cannot be cleared."""
    with pytest.raises(InvalidInput, match=f"cleared classes is {cleared}"):
        expected_exposure(7, 3, cleared)
