"""What a position may lose against published figures and against weeks drawn and bridged here."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput
from marginlib.passage import touch
from marginlib.position import Position
from marginlib.schedules import FlatRate
from marginlib.sizing import expected_shortfall, loses_more

FLAT, WEEK = FlatRate(0.005), 7 / 365


@pytest.mark.parametrize(
    ("size", "posted", "line", "closed", "more"),
    [
        (10.0, 100.0, 90.45, 23.9, (31.9, 0.0, 0.0)),
        (10.0, 110.0, 89.45, 19.0, (30.2, 19.1, 0.0)),
        (10.0, 150.0, 85.43, 6.3, (28.3, 11.6, 0.0)),
        (10.0, 200.0, 80.40, 1.0, (28.2, 11.0, 2.8)),
        (10.0, 300.0, 70.35, 0.0, (28.2, 11.0, 2.8)),
        (5.0, 100.0, 80.40, 1.0, (11.0, 0.0, 0.0)),
    ],
)
def test_the_table_of_rescues(size: float, posted: float, line: float, closed: float, more: Any) -> None:
    """A week of BTC at 60 %: line, chance of liquidation, and of losing more than 50, 100 and 150, in percent."""
    position = Position(size, 100.0, posted, FLAT)
    assert position.liquidation_price == pytest.approx(line, abs=0.005)
    assert 100 * touch(100.0, line, 0.6, WEEK) == pytest.approx(closed, abs=0.06)
    found = 100 * loses_more(position, np.array([50.0, 100.0, 150.0]), 0.6, WEEK)
    assert found == pytest.approx(more, abs=0.06)


def weeks(position: Position, volatility: float, drift: float, count: int = 400_000) -> tuple[np.ndarray, np.ndarray]:
    """Losses and their weights: ends drawn, each closed on its way with the probability of a Brownian bridge."""
    random = np.random.default_rng(17)
    size, entry, deviation = position.size, position.entry, volatility * np.sqrt(WEEK)
    end = (drift - volatility**2 / 2) * WEEK + deviation * random.standard_normal(count)
    reach = np.sign(size) * np.log(entry / position.liquidation_price)
    after = reach + np.sign(size) * end
    closed = np.where(after <= 0, 1.0, np.exp(-2 * reach * np.maximum(after, 0) / deviation**2))
    loss = -position.conventions.pnl(size, entry, entry * np.exp(end))
    return np.concatenate([loss, np.full(count, position.collateral)]), np.concatenate([1 - closed, closed]) / count


@pytest.mark.parametrize(
    ("position", "volatility", "drift"),
    [
        (Position(10.0, 100.0, 200.0, FLAT), 0.6, 0.0),
        (Position(-10.0, 100.0, 150.0, FLAT), 0.8, 0.5),
        (Position(1000.0, 100.0, 1.5, FLAT, Conventions(contract="inverse")), 0.7, -0.5),
    ],
)
def test_losses_are_those_of_drawn_weeks(position: Position, volatility: float, drift: float) -> None:
    """Chances to lose more, and the mean of the worst 5 and 20 %, within four errors of 400,000 weeks."""
    loss, weight = weeks(position, volatility, drift)
    for share in (0.2, 0.5, 0.9, 0.99, -0.3):
        drawn = weight[loss > share * position.collateral].sum()
        found = loses_more(position, share * position.collateral, volatility, WEEK, drift=drift)
        assert found == pytest.approx(drawn, abs=4 * np.sqrt(drawn / 400_000))
    order = np.argsort(-loss)
    loss, weight = loss[order], weight[order]
    for share in (0.05, 0.2):
        taken = np.diff(np.minimum(np.cumsum(weight), share), prepend=0.0)
        drawn = (taken * loss).sum() / share
        found = expected_shortfall(position, share, volatility, WEEK, drift=drift)
        assert found == pytest.approx(drawn, abs=4 * position.collateral / np.sqrt(share * 400_000))


@settings(max_examples=12)
@given(
    posted=st.floats(60, 300),
    size=st.sampled_from([10.0, -10.0, 5.0]),
    volatility=st.floats(0.3, 1.2),
    share=st.floats(0.02, 0.6),
    drift=st.floats(-1.0, 1.0),
)
def test_the_shortfall_is_the_least_of_a_level_and_what_is_lost_beyond_it(
    posted: float, size: float, volatility: float, share: float, drift: float
) -> None:
    """Rockafellar and Uryasev (2000): of all levels, the least of the level and the mean excess over it by the share.

    The excess is summed over a plain grid of losses, so nothing has to be solved for.
    """
    position = Position(size, 100.0, posted, FLAT)
    levels = np.linspace(-3 * posted, posted, 6_001)
    chances = loses_more(position, levels, volatility, WEEK, drift=drift)
    cells = (chances[1:-1] + chances[:-2]) / 2 * np.diff(levels[:-1])  # at what is posted the chance falls to nothing
    cells = np.append(cells, chances[-2] * (levels[-1] - levels[-2]))
    excess = np.append(np.cumsum(cells[::-1])[::-1], 0.0)
    least = float((levels + excess / share).min())
    found = expected_shortfall(position, share, volatility, WEEK, drift=drift)
    assert found == pytest.approx(least, abs=2e-3 * posted)


def test_the_shortfall_of_the_hook() -> None:
    """The worst 5 % of weeks cost all of 100 posted, of 200 posted 160.7: figures as tabled."""
    assert expected_shortfall(Position(10.0, 100.0, 100.0, FLAT), 0.05, 0.6, WEEK) == 100.0
    assert expected_shortfall(Position(10.0, 100.0, 200.0, FLAT), 0.05, 0.6, WEEK) == pytest.approx(160.7, abs=0.1)


def test_no_more_than_is_posted_is_lost_and_a_share_is_a_share() -> None:
    """Exactly what is posted is never passed; shares of nothing and of all, and a loss of NaN, are refused."""
    position = Position(10.0, 100.0, 100.0, FLAT)
    assert loses_more(position, 100.0, 0.6, WEEK) == 0.0
    assert loses_more(position, np.nextafter(100.0, 0), 0.6, WEEK) == pytest.approx(0.2387, abs=5e-5)
    for share in (0.0, 1.0, float("nan")):
        with pytest.raises(InvalidInput, match="share of outcomes"):
            expected_shortfall(position, share, 0.6, WEEK)
    with pytest.raises(InvalidInput, match="loss is nan"):
        loses_more(position, float("nan"), 0.6, WEEK)
