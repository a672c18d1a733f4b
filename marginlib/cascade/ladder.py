"""One market: positions of one side in the order in which they fall, and where a shock to their price ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from marginlib.errors import InvalidInput, alike, checked, finite, instance, nonnegative, numbers, positive, shaped
from marginlib.kinds import one_kind

Impact = Callable[[np.ndarray], Any]


class Fallen(NamedTuple):
    """Where a cascade in one market ends: positions closed, size closed (unsigned), and the price."""

    number: int
    closed: float
    price: float


class TriggerIndex:
    """Liquidation prices in order, so that a tick finds the positions it closes without looking at the others.

    >>> index = TriggerIndex(np.array([90.0, 95.0, 110.0]), np.array([1.0, 1.0, -1.0]))
    >>> index.hit(94.0).tolist(), index.hit(111.0).tolist()
    ([1], [2])
    """

    def __init__(self, prices: np.ndarray, size: np.ndarray) -> None:
        """Sort `prices` of longs and shorts, shape (n,), apart; a position without a price, NaN, is never hit."""
        prices, size = numbers("liquidation price", prices), finite("size", numbers("size", size))
        priced = ~np.isnan(shaped("prices", prices, (size.size,), "one for each size"))
        longs, shorts = np.flatnonzero(priced & (size > 0)), np.flatnonzero(priced & (size < 0))
        self._longs = longs[np.argsort(prices[longs], kind="stable")]
        self._shorts = shorts[np.argsort(prices[shorts], kind="stable")]
        self._long_prices, self._short_prices = prices[self._longs], prices[self._shorts]

    def hit(self, price: float) -> np.ndarray:
        """Indices of the positions that are closed at `price`: longs liquidated above it, shorts below."""
        positive("price", price)
        first_long = np.searchsorted(self._long_prices, price, side="right")
        past_short = np.searchsorted(self._short_prices, price, side="left")
        return np.concatenate([self._longs[first_long:], self._shorts[:past_short]])


class Ladder:
    """Positions of one side in the order in which they fall; built once, it answers any shock at once.

    Sorted from the nearest liquidation price on, position j falls if the shock, and all sold before j, carries the
    price beyond its own: ``price < L_j + impact(sold before)`` for longs. As it needs all those before it, what counts
    is the lowest of these bounds up to j. They only fall, so the answer to a shock is one search. A price exactly at a
    liquidation price closes nobody there.

    Args:
        prices: liquidation price of each position, shape (n,); infinite for a short that no price liquidates.
        sizes: signed sizes, all of one sign, shape (n,); longs fall when the price is below theirs, shorts when above.
        impact: function of a column of sizes closed (unsigned) that returns how far the price has moved against them;
            zero for zero, never falling; infinite where the market takes no more, so that all who are left fall.

    Raises:
        InvalidInput: columns of different length, sizes of both signs, negative prices, an impact that starts above
            zero or falls.

    >>> ladder = Ladder([95.0, 94.0, 80.0], [1.0, 1.0, 1.0], lambda closed: 2 * closed)
    >>> ladder.shock(96.0), ladder.shock(94.9)
    (Fallen(number=0, closed=0.0, price=96.0), Fallen(number=2, closed=2.0, price=90.9))
    """

    def __init__(self, prices: Any, sizes: Any, impact: Impact) -> None:
        alike({"prices": prices, "sizes": sizes})
        column, size = numbers("liquidation price", prices), numbers("size", sizes)
        instance("impact", impact, Callable, "a function of the size closed, such as lambda closed: 0.01 * closed")
        shaped("liquidation prices", column, (column.size,), "one for each position")
        shaped("the column of sizes", size, column.shape, "one for each price")
        self._side = -1.0 if (size < 0).any() else 1.0
        other = "a finite number other than zero, of the sign of the others: longs and shorts get a ladder each"
        checked("size", size, lambda each: self._side * each > 0, other)
        nonnegative("liquidation price", np.where(column == np.inf, 0.0, column))  # infinite: of a short, never
        order = np.argsort(column)[:: -int(self._side)]
        self._lines, self._size = self._side * column[order], size[order]
        self._closed = np.concatenate([[0.0], np.cumsum(abs(self._size))])
        self._moved = shaped(
            "impact", numbers("impact", impact(self._closed)), self._closed.shape, "one for each size closed"
        )
        if self._moved[0] != 0 or not (self._moved[1:] >= self._moved[:-1]).all():
            raise InvalidInput("the impact must be zero where nothing is closed, and never fall when more is")
        moved = np.where(np.isinf(self._lines), 0.0, self._moved[:-1])
        self._bounds = -np.minimum.accumulate(self._lines + moved)
        self.order = order

    def shock(self, price: float) -> Fallen:
        """Where the cascade ends that starts with the market at `price`; the first `number` of `order` have fallen."""
        if type(price) is float and 0 <= price < np.inf:
            return self._end(price)
        return self._looked_at(price)  # which takes longer than the answer

    @one_kind
    def _looked_at(self, price: float) -> Fallen:
        nonnegative("price", price)
        return self._end(price)

    def _end(self, price: float) -> Fallen:
        count = int(self._bounds.searchsorted(-self._side * price))
        return Fallen(count, float(self._closed[count]), max(float(price - self._side * self._moved[count]), 0.0))

    @one_kind
    def rounds(self, price: float) -> list[float]:
        """Size closed in each round of the cascade that starts with the market at `price`.

        In a round all fall that the price has passed, together; what they trade makes the price of the next round.
        Source: derived.

        >>> ladder = Ladder([95.5] * 200 + [90.5] * 200, [1.0] * 400, lambda closed: 0.025 * closed)
        >>> ladder.rounds(95.5), ladder.rounds(95.375)
        ([], [200.0, 200.0])
        """
        steps = np.cumsum([0, *self._falling(price)])
        return [float(size) for size in np.diff(self._closed[steps])]

    @one_kind
    def bad_debt(self, collateral: Any, entry: Any, price: float) -> float:
        """What the fallen lack at the prices that their own sales got, in quote, when the market starts at `price`.

        All who fall in one round trade as one order: each gets its average price, along an impact that is straight from
        one position to the next. So a cascade makes bad debt of accounts that had something left when they fell.
        At the last price, where `cascade` values its deficit, they lack no less, for most of them traded before it.
        Source: derived.

        Args:
            collateral: of each position, in the order of `prices`, or one number for all.
            entry: price of each position, in the same way.
            price: where the market stands right after the shock.

        Raises:
            InvalidInput: columns of another length, negative collateral, an entry that is not above zero.

        >>> ladder = Ladder([95.5] * 200 + [90.5] * 200, [1.0] * 400, lambda closed: 0.025 * closed)
        >>> ladder.bad_debt([5.0] * 200 + [10.0] * 200, 100.0, 95.375)
        850.0
        """
        alike({"collateral": collateral, "entry": entry})
        posted = self._ordered("collateral", nonnegative("collateral", numbers("collateral", collateral)))
        entered = self._ordered("entry price", positive("entry price", numbers("entry price", entry)))
        falling = self._falling(price)
        fallen, parts = sum(falling), abs(self._size)
        moved = (self._moved[1:] + self._moved[:-1])[:fallen] / 2
        rounds = np.repeat(np.arange(len(falling)), falling)
        average = np.bincount(rounds, parts[:fallen] * moved) / np.bincount(rounds, parts[:fallen])
        got = np.maximum(price - self._side * average[rounds], 0.0)
        equity = posted[:fallen] + self._size[:fallen] * (got - entered[:fallen])
        return float(np.maximum(-equity, 0.0).sum())

    def _falling(self, price: float) -> list[int]:
        """How many fall in each round."""
        end, fallen = self.shock(price).number, 0
        falling: list[int] = []
        while fallen < end:
            beyond = self._lines[fallen:end] + self._moved[fallen] > self._side * price
            falling.append(int(beyond.sum()))
            fallen += falling[-1]
        return falling

    def _ordered(self, name: str, values: np.ndarray) -> np.ndarray:
        """A column, or one number for all, in the order in which they fall."""
        wanted = self.order.shape
        column = values if values.ndim else np.full(wanted, values)
        return shaped(name, column, wanted, "one for each position, or one number for all")[self.order]
