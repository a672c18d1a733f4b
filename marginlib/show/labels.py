"""Where labels go so that none covers another, as near as possible to where each wants to be; a chance in words."""

from collections.abc import Sequence
from itertools import accumulate, pairwise


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres near `wanted` of things of these `sizes`, in their order, apart and between `low` and `high`.

    The sum of squared moves is the smallest possible: measured from the tightest packing, the centres must not
    decrease, and averaging neighbours that do (pool adjacent violators) is the least-squares answer. Where there is
    too little room, all are packed from `low` on.

    >>> spread([10, 12, 50], [6, 6, 6], 0, 100)
    [8.0, 14.0, 50.0]
    >>> spread([5, 1], [6, 6], 0, 100)
    [9.0, 3.0]
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    extents = [sizes[place] for place in order]
    packed = list(accumulate([extents[0] / 2] + [(one + other) / 2 for one, other in pairwise(extents)]))
    blocks: list[tuple[float, int]] = []
    for place, offset in zip(order, packed, strict=True):
        mean, count = wanted[place] - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    slack = max(low, high - sum(extents))
    shifts = [min(max(mean, low), slack) for mean, count in blocks for _ in range(count)]
    centres = [0.0] * len(wanted)
    for place, offset, shift in zip(order, packed, shifts, strict=True):
        centres[place] = offset + shift
    return centres


def percent(chance: float) -> str:
    """Return a chance in words, so that something is never nothing and never certain.

    >>> percent(0.4096), percent(0.0004), percent(0.0), percent(0.999)
    ('41 %', 'under 1 %', '0 %', 'over 99 %')
    """
    if 0 < chance < 0.005:  # noqa: PLR2004 - it would be rounded to nothing
        return "under 1 %"
    if 0.995 <= chance < 1:  # noqa: PLR2004 - it would be rounded to certainty
        return "over 99 %"
    return f"{100 * chance:.0f} %"
