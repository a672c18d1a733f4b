"""The four parts into which two half-spaces cut the square of two prices."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

Corners = NDArray[np.float64]
Half = tuple[ArrayLike, float]  # normal and offset: safe is where ``normal @ prices >= offset``


def clipped(corners: Corners, normal: ArrayLike, offset: float) -> Corners:
    """Corners of what a convex polygon, shape (k, 2), has where ``normal @ prices < offset``.

    >>> clipped(np.array([(40.0, 40), (140, 40), (140, 140), (40, 140)]), [1.0, 0.0], 80.0).tolist()
    [[40.0, 40.0], [80.0, 40.0], [80.0, 140.0], [40.0, 140.0]]
    """
    if not len(corners):
        return corners
    closed = np.vstack([corners, corners[:1]])
    excess = closed @ np.asarray(normal, dtype=float) - offset
    found: list[Corners] = []
    for (start, before), (end, after) in pairwise(zip(closed, excess, strict=True)):
        if before <= 0:  # a corner on the line belongs to both sides
            found.append(start)
        if before * after < 0:
            found.append(start + (end - start) * before / (before - after))
    return np.array(found).reshape(-1, 2)


def region(low: float, high: float, *sides: tuple[Half, bool]) -> Corners:
    """Corners of the part of the square from `low` to `high` that is safe, or unsafe, for each of the half-spaces.

    >>> region(0, 10, (([1.0, 0.0], 4.0), True), (([0.0, 1.0], 6.0), False)).tolist()
    [[4.0, 0.0], [10.0, 0.0], [10.0, 6.0], [4.0, 6.0]]
    """
    corners = np.array([(low, low), (high, low), (high, high), (low, high)], dtype=float)
    for (normal, offset), safe in sides:
        sign = -1.0 if safe else 1.0
        corners = clipped(corners, sign * np.asarray(normal, dtype=float), sign * offset)
    return corners


def meeting(one: Half, other: Half) -> tuple[float, float] | None:
    """The prices at which both edges meet, if they do.

    >>> meeting(([1.0, 0.0], 4.0), ([1.0, 1.0], 6.0))
    (4.0, 2.0)
    """
    normals = np.array([one[0], other[0]], dtype=float)
    if abs(np.linalg.det(normals)) < np.finfo(float).eps:
        return None
    first, second = np.linalg.solve(normals, [one[1], other[1]]).tolist()
    return first, second


def centroid(corners: Corners) -> tuple[float, float]:
    """The point on which a polygon with some area would balance.

    >>> centroid(np.array([(0.0, 0), (6, 0), (0, 6)]))
    (2.0, 2.0)
    """
    x, y = corners.T
    after, above = np.roll(x, -1), np.roll(y, -1)
    weights = x * above - after * y
    total = 3 * weights.sum()
    return float((x + after) @ weights / total), float((y + above) @ weights / total)


def share(corners: Sequence[Sequence[float]] | Corners, low: float, high: float) -> float:
    """Area of a polygon in percent of the square.

    >>> share([(0, 0), (5, 0), (5, 10), (0, 10)], 0, 10)
    50.0
    """
    x, y = np.asarray(corners, dtype=float).reshape(-1, 2).T
    return float(50 * abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / (high - low) ** 2)
