"""What netting is worth: across classes of risk between two members, or across members in one clearing house.

Every pair of members has an exposure in every class, independent and normal with the same deviation. A clearing house
for one class nets that class over all members and takes it out of the netting between pairs.
"""

import math

from marginlib.errors import checked, whole
from marginlib.kinds import one_kind


@one_kind
def expected_exposure(members: int, classes: int, cleared: int = 0) -> float:
    """Expected exposure of one member to all others, in deviations of one exposure, `cleared` classes netted apart.

    Raises:
        InvalidInput: no members or classes, more classes cleared than there are.

    Source: Duffie and Zhu (2011), Review of Asset Pricing Studies 1(1), 74-95.

    >>> round(expected_exposure(7, 2), 4), round(expected_exposure(7, 2, cleared=1), 4)
    (3.3851, 3.3709)
    """
    others = whole("members", members) - 1
    wanted = f"a whole number from 0 to the number of classes, {whole('classes', classes)}"
    checked("cleared classes", cleared, lambda number: 0 <= number <= classes and number % 1 == 0, wanted)
    apart, together = others * math.sqrt(classes - cleared), cleared * math.sqrt(others)
    return (apart + together) / math.sqrt(2 * math.pi)


@one_kind
def members_for_clearing(classes: int) -> int:
    """Smallest number of members for which clearing one of `classes` lowers the expected exposure.

    The condition is ``classes < members**2 / (4 (members - 1))``.

    Source: Duffie and Zhu (2011), as `expected_exposure`.

    >>> [members_for_clearing(classes) for classes in (2, 3, 4, 6)]
    [7, 11, 15, 23]
    """
    whole("classes", classes)
    return math.floor(2 * classes + 2 * math.sqrt(classes * (classes - 1))) + 1
