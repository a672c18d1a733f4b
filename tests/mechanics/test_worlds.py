"""Worlds: two books in four laws, with weeks of their own."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlib.errors import InvalidInput
from marginlib.worlds import BOOKS, LAWS, Law, worlds


def test_every_world_has_weeks_of_its_own_that_follow_from_the_seed() -> None:
    """The same seed gives the same weeks in all eight, another seed others, and no two worlds share a move."""
    drawn, again, other = worlds(7, 3), worlds(7, 3), worlds(8, 3)
    assert len(drawn) == len(BOOKS) * len(LAWS) == 8
    for name, world in drawn.items():
        assert world.account is BOOKS[name.split(", ")[0]]
        assert (world.weeks == again[name].weeks).all()
        assert not np.isclose(world.weeks[:, 1:], other[name].weeks[:, 1:]).any()
    for one, two in combinations(drawn.values(), 2):
        assert not np.isclose(one.weeks[:, 1:], two.weeks[:, 1:]).any()


@pytest.mark.parametrize("name", LAWS)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=3)
def test_weeks_move_as_their_law_says(name: str, seed: int) -> None:
    """Deviation and correlation of 56,000 moves of six hours, as moments of the law by hand: what jumps add to the
    variance is their number times their mean square, and they are the same in both prices. With jumps an estimate
    of the variance scatters by 1.9 % from seed to seed.
    """
    law, step = LAWS[name], 6 / (24 * 365)
    moves = np.diff(np.log(law.weeks(seed, 2000)), axis=1).reshape(-1, 2)
    jumps = 0.0 if law.jumps is None else law.jumps.rate * (law.jumps.mean**2 + law.jumps.deviation**2)
    variance = (law.volatility**2 + jumps) * step
    together = (law.volatility**2 * law.correlation + jumps) * step
    assert moves.var(axis=0) == pytest.approx([variance] * 2, rel=0.08)
    assert np.cov(moves.T)[0, 1] == pytest.approx(together, rel=0.08)


def test_another_law_can_be_announced() -> None:
    """A law of its own, in one book."""
    drawn = worlds(1, 2, laws={"wild": Law(1.2, 0.6)}, books={"hedged": BOOKS["hedged"]})
    assert list(drawn) == ["hedged, wild"]


@pytest.mark.parametrize(("name", "sizes"), [("hedged", [10, -5]), ("two longs", [10, 10])])
def test_a_book_begins_at_100_with_100_behind_each_position(name: str, sizes: list[float]) -> None:
    """And with 200 in the wallet, so that the figures of the lesson hold: 400 USDT, half of them at stake."""
    account = BOOKS[name]
    assert [tuple(account.holdings[market]) for market in ("BTC", "ETH")] == [(size, 100, 100, 0) for size in sizes]
    assert account.wallet == 200


@pytest.mark.parametrize("seed", [-1, 1.5, "dice", None])
def test_a_seed_is_a_whole_number(seed: object) -> None:
    """Anything else is refused by name."""
    with pytest.raises(InvalidInput, match="seed is "):
        worlds(seed, 2)  # type: ignore[arg-type]
