"""Chances without simulation against closed forms, published tables and simulations of their own."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

from marginlib.errors import InvalidInput
from marginlib.paths import Jumps
from marginlib.probability import Motion, Sampling, ladder, touch, touch_with_jumps

WEEK, LINE, BROKE = 7 / 365, 90 / 0.995, 90.0
CRASHES = Jumps(20, -0.03, 0.06)
REST = float(np.sqrt(0.6**2 - 20 * (0.03**2 + 0.06**2)))
TEN: dict[str, Any] = {"bankruptcy": BROKE, "size": 10.0}


@pytest.mark.parametrize(
    ("looks", "touched"),
    [(1, 0.121778), (7, 0.170535), (21, 0.194980), (56, 0.210450), (168, 0.221818), (336, 0.226605)],
)
def test_the_table_of_looks(looks: int, touched: float) -> None:
    """A 10x long for a week at 60 %, to the last digit of the table."""
    assert ladder(100.0, LINE, 0.6, WEEK, looks=looks).touched == pytest.approx(touched, abs=6e-7)


@given(
    side=st.sampled_from([1.0, -1.0]),
    away=st.floats(0.02, 0.3),
    cushion=st.floats(0.0, 0.1),
    volatility=st.floats(0.2, 1.5),
    drift=st.floats(-1.0, 1.0),
)
def test_one_look_is_the_price_of_an_option(
    side: float, away: float, cushion: float, volatility: float, drift: float
) -> None:
    """At a single look the chances are tails of a lognormal price, and the debt is a put (a short: a call)."""
    barrier = 100 * np.exp(-side * away)
    broke = barrier * np.exp(-side * cushion)
    found = ladder(100.0, barrier, volatility, 0.1, looks=1, bankruptcy=broke, drift=drift, size=side)
    deviation = volatility * np.sqrt(0.1)
    forward = 100 * np.exp(drift * 0.1)
    d1 = (np.log(forward / broke) + deviation**2 / 2) / deviation
    option = side * (broke * norm.cdf(-side * (d1 - deviation)) - forward * norm.cdf(-side * d1))
    for strike, chance in ((barrier, found.touched), (broke, found.beyond)):
        assert chance == pytest.approx(
            norm.cdf(-side * (np.log(forward / strike) - deviation**2 / 2) / deviation), abs=1e-12
        )
    assert found.bad_debt == pytest.approx(option, abs=1e-10)


@settings(max_examples=20)
@given(st.floats(0.02, 0.3), st.floats(0.2, 1.5), st.sampled_from([1.0, -1.0]))
def test_two_looks_are_a_normal_pair(away: float, volatility: float, side: float) -> None:
    """Open at both looks: the bivariate normal distribution of the two logarithms, correlated by the root of a half."""
    barrier = 100 * np.exp(-side * away)
    deviation = volatility * np.sqrt(0.1)
    mean = np.array([0.5, 1.0]) * -side * deviation**2 / 2 + away
    spread = deviation**2 * np.array([[0.5, 0.5], [0.5, 1.0]])
    open_ = multivariate_normal(mean=-mean, cov=spread).cdf([0.0, 0.0])
    found = ladder(100.0, barrier, volatility, 0.1, looks=2, size=side)
    assert found.touched == pytest.approx(1 - open_, abs=1e-8)


@settings(max_examples=8)
@given(leverage=st.integers(10, 50), looks=st.integers(150, 500), quick=st.booleans())
@example(leverage=50, looks=400, quick=True)
@example(leverage=50, looks=399, quick=True)
def test_many_looks_are_a_walk_on_a_plain_grid(leverage: int, looks: int, quick: bool) -> None:
    """Open after each look is what a sum over cells of a twelfth of a deviation leaves, within what its width is off.

    Even or odd, and whether looks are taken one by one or, as a quick answer does where they are many, in pairs.
    """
    line, deviation = 100 * (1 - 1 / leverage) / 0.995, 0.6 * np.sqrt(WEEK / looks)
    width, reach = deviation / 12, 6 * 12
    cells = int((np.log(100 / line) + 6 * deviation * np.sqrt(looks)) / width)

    def moved(away: np.ndarray) -> np.ndarray:
        return np.asarray(width * norm.pdf(away, -(deviation**2) / 2, deviation))

    move, open_ = (
        moved(np.arange(-reach, reach + 1) * width),
        moved((np.arange(cells) + 0.5) * width - np.log(100 / line)),
    )
    for _ in range(looks - 1):
        open_ = np.convolve(open_, move / move.sum(), "same")
    found = ladder(100.0, line, 0.6, WEEK, looks=looks, quick=quick)
    assert found.touched == pytest.approx(1 - open_.sum(), abs=1e-4)


@pytest.mark.parametrize("jumps", [None, CRASHES])
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_looks_agree_with_paths_walked_look_by_look(jumps: Jumps | None, side: float) -> None:
    """Seven looks at 200,000 paths of a plain simulation: chances and debt within four of its errors."""
    random, count = np.random.default_rng(5), 200_000
    barrier, broke = 100 - side * 9.5, 100 - side * 10.0
    price, alive, debt = np.full(count, 100.0), np.ones(count, dtype=bool), np.zeros(count)
    beyond, span = np.zeros(count), WEEK / 7
    lift = jumps.rate * jumps.mean_return if jumps else 0.0
    for _ in range(7):
        logs = REST * np.sqrt(span) * random.standard_normal(count) - (REST**2 / 2 + lift) * span
        if jumps:
            number = random.poisson(jumps.rate * span, count)
            logs += number * jumps.mean + np.sqrt(number) * jumps.deviation * random.standard_normal(count)
        price = price * np.exp(logs)
        closed = alive & (side * (price - barrier) <= 0)
        alive &= ~closed
        beyond += closed & (side * (price - broke) < 0)
        debt += closed * np.maximum(side * (broke - price), 0)
    found = ladder(100.0, barrier, REST, WEEK, looks=7, jumps=jumps, bankruptcy=broke, size=side)
    for figure, drawn in zip(found, (~alive, beyond, debt), strict=True):
        assert figure == pytest.approx(drawn.mean(), abs=4 * drawn.std() / np.sqrt(count))


def test_jumps_under_a_watch_agree_with_bridged_paths() -> None:
    """Jumps of a quarter of the variance: the table, and simulated passages within four errors of 2e-4."""
    found = ladder(100.0, LINE, REST, WEEK, jumps=CRASHES, **TEN)
    assert found[:2] == pytest.approx((0.21211, 0.04548), abs=1.5e-5)
    assert found.bad_debt == pytest.approx(1.431, abs=5e-4)
    drawn = touch_with_jumps(100.0, LINE, Motion(REST, WEEK, jumps=CRASHES), Sampling(1 << 17), bankruptcy=BROKE)
    assert found.touched == pytest.approx(drawn.touched.value, abs=4 * drawn.touched.error)
    assert found.beyond == pytest.approx(drawn.beyond_bankruptcy.value, abs=4 * drawn.beyond_bankruptcy.error)


@pytest.mark.parametrize(
    ("leverage", "touched", "gap"), [(5, 0.0168, 0.0046), (10, 0.2127, 0.0453), (20, 0.5415, 0.0679)]
)
def test_the_published_table_of_jumps(leverage: float, touched: float, gap: float) -> None:
    """The table was drawn with 200,000 paths, and is met within three of its errors."""
    broke = 100 * (1 - 1 / leverage)
    found = ladder(100.0, broke / 0.995, REST, WEEK, jumps=CRASHES, bankruptcy=broke)
    for figure, printed in ((found.touched, touched), (found.beyond, gap)):
        assert figure == pytest.approx(printed, abs=3 * np.sqrt(printed * (1 - printed) / 200_000))


def test_without_jumps_a_watch_is_the_closed_form_and_many_looks_tend_to_it() -> None:
    """Nobody else pays under a watch; more looks close more and leave others less to pay."""
    watched = ladder(100.0, LINE, 0.6, WEEK, drift=0.3, **TEN)
    assert watched == (touch(100.0, LINE, 0.6, WEEK, drift=0.3), 0.0, 0.0)
    several = [ladder(100.0, LINE, 0.6, WEEK, looks=looks, drift=0.3, **TEN) for looks in (1, 7, 56, 336)]
    assert [one.touched for one in several] == sorted(one.touched for one in several)
    assert [one.bad_debt for one in several] == sorted((one.bad_debt for one in several), reverse=True)
    shifted = touch(100.0, LINE, 0.6, WEEK, drift=0.3, every=WEEK / 336)
    assert several[-1].touched == pytest.approx(shifted, abs=2e-4)
    still = ladder(100.0, LINE, 0.6, WEEK, jumps=Jumps(1e-9, -0.03, 0.06))
    assert still.touched == pytest.approx(touch(100.0, LINE, 0.6, WEEK), abs=1e-7)


@pytest.mark.parametrize("looks", [None, 7, 21])
@pytest.mark.parametrize(("leverage", "days"), [(3, 1), (5, 30), (10, 7), (50, 7), (20, 30)])
def test_a_quick_answer_is_near_the_exact_one(looks: int | None, leverage: int, days: int) -> None:
    """As near as its words say, with jumps of a quarter of the variance as without a pause, and never below zero."""
    broke = 100 * (1 - 1 / leverage)
    jumps = None if looks else CRASHES
    asked: dict[str, Any] = {"looks": looks, "jumps": jumps, "bankruptcy": broke}
    exact, quick = (
        ladder(100.0, broke / 0.995, REST if jumps else 0.6, days / 365, quick=quick, **asked)
        for quick in (False, True)
    )
    assert quick.touched == pytest.approx(exact.touched, abs=1e-3)
    assert quick.beyond == pytest.approx(exact.beyond, abs=4e-3)
    assert quick.bad_debt == pytest.approx(exact.bad_debt, rel=0.05, abs=1e-3)
    assert 0 <= quick.beyond <= quick.touched <= 1


def test_a_line_out_of_reach_is_never_met() -> None:
    """Forty deviations away nothing is met, and nobody is asked to pay."""
    assert ladder(100.0, 67.0, 0.2, 1 / 365, looks=24) == (0.0, 0.0, 0.0)
    assert ladder(100.0, 67.0, 0.2, 1 / 365, jumps=Jumps(20, -0.001, 0.002)) == (0.0, 0.0, 0.0)


def test_a_barrier_behind_the_spot_is_crossed() -> None:
    """What a closed long of 10 lacks is counted by hand; at the spot nothing is."""
    assert ladder(85.0, LINE, 0.6, WEEK, looks=7, **TEN) == (1.0, 1.0, 50.0)
    assert ladder(LINE, LINE, 0.6, WEEK, looks=7, **TEN) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"spot": 0.0}, "spot is 0.0"),
        ({"volatility": float("nan")}, "volatility is nan"),
        ({"years": -1.0}, "horizon in years is -1.0"),
        ({"looks": 0}, "looks is 0"),
        ({"looks": 1.5}, "looks is 1.5"),
        ({"bankruptcy": 95.0}, "bankruptcy price is 95.0"),
        ({"size": 0.0}, "size is 0"),
        ({"drift": float("inf")}, "drift is inf"),
        ({"looks": 100_000}, "take fewer looks"),
        ({"jumps": Jumps(20, -0.03, 0.0)}, "deviation of a jump is 0"),
    ],
)
def test_wrong_parameters_are_refused(wrong: dict[str, Any], words: str) -> None:
    """A parameter without a meaning raises InvalidInput that names it."""
    given: dict[str, Any] = {"spot": 100.0, "barrier": 90.5, "volatility": 0.6, "years": WEEK} | wrong
    with pytest.raises(InvalidInput, match=words):
        ladder(**given)


@pytest.mark.parametrize(("barrier", "near", "far"), [(90.0, 90.001, 89.0), (110.0, 109.999, 111.0)])
def test_a_pool_is_bankrupt_where_it_is_closed_or_beyond(barrier: float, near: float, far: float) -> None:
    """A bankruptcy price on the near side of the barrier has no meaning; the barrier itself and all beyond it have."""
    for bankruptcy in (barrier, far):
        assert ladder(100.0, barrier, 0.6, 7 / 365, looks=7, bankruptcy=bankruptcy).touched > 0
    with pytest.raises(InvalidInput, match="bankruptcy price is"):
        ladder(100.0, barrier, 0.6, 7 / 365, looks=7, bankruptcy=near)
