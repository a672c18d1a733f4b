"""Simulated passages and fates against closed forms, quadrature, conservation of money and brute force."""

import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.polynomial.legendre import leggauss
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.special import ndtr
from scipy.stats import binom, norm, poisson

from marginlib.book import Book, Mode
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput, UnknownName
from marginlib.modes import basket, cross, isolated
from marginlib.paths import Jumps
from marginlib.position import Position
from marginlib.probability import Fate, Motion, Sampling, distance, fates, touch, touch_with_jumps
from marginlib.probability.edges import looked, pools_of
from marginlib.probability.simulation import Process
from marginlib.schedules import ContinuousRate, FlatRate, MarginalTiers, Schedule, StepTiers

WEEK = 7 / 365
FLAT = FlatRate(0.005)
NAMES = ("BTC", "ETH", "SOL")
PRICES = dict.fromkeys(NAMES, 100.0)
CRASHES = Jumps(rate=20.0, mean=-0.03, deviation=0.06)
SAME_VARIANCE = float(np.sqrt(0.6**2 - 20 * (0.03**2 + 0.06**2)))
EACH = np.array([0.8, 0.9, 1.1])
MARKET = Motion(EACH, WEEK, correlation=0.7)
CRASHING = replace(MARKET, jumps=CRASHES)
ONE = Motion(0.8, WEEK)


def fate(
    book: Book, mode: Mode, motion: Motion = MARKET, prices: Any = PRICES, refund: float = 0.0, **sampling: Any
) -> Fate:
    """What becomes of the pools of one mode."""
    return fates(book, {"": mode}, prices, motion, Sampling(**sampling), refund=refund)[""]


def three(schedule: Schedule = FLAT, **more: Any) -> Book:
    """A long, a short and a long in three markets, 190 posted in all."""
    size, posted = [10.0, -5.0, 3.0], [100.0, 50.0, 40.0]
    return Book(NAMES, size, [100.0] * 3, posted, dict.fromkeys(NAMES, schedule), **more)


def within_nominal_rates(off: np.ndarray) -> None:
    """Errors in units of the stated one stay within 1, 2 and 3 as often as normal ones do, at odds of a million."""
    for bound in (1.0, 2.0, 3.0):
        nominal, inside = 2 * norm.cdf(bound) - 1, int(np.sum(abs(off) <= bound))
        low, high = binom.interval(1 - 1e-6, len(off), nominal)
        # 32 replicates know their own spread to one part in eight, which costs 1 % of coverage
        assert low - 0.01 * len(off) <= inside <= high, (bound, inside)


def test_the_error_covers_the_closed_form_at_its_nominal_rate() -> None:
    """On 1,000 random prices, barriers, volatilities, drifts and horizons the stated error is an honest one."""
    random = np.random.default_rng(11)
    off = []
    for number in range(1_000):
        volatility, years = random.uniform(0.2, 1.5), 10 ** random.uniform(-2.5, 0)
        deviation = volatility * np.sqrt(years)
        barrier = 100 * np.exp(random.choice([-1, 1]) * random.uniform(0.1, 2.0) * deviation)
        drift, steps = random.uniform(-1, 1), int(random.choice([1, 2, 5]))
        motion, sampling = Motion(volatility, years, drift=drift), Sampling(steps=steps, draws=1024, seed=number)
        found = touch_with_jumps(100.0, barrier, motion, sampling).touched
        off.append((found.value - touch(100.0, barrier, volatility, years, drift=drift)) / found.error)
    within_nominal_rates(np.array(off))


def test_a_book_of_one_leg_fails_as_the_closed_form_says() -> None:
    """Whatever the schedule and the conventions, one leg fails with the probability of reaching its price."""
    random = np.random.default_rng(12)
    tiers = MarginalTiers((0.0, 600.0, 900.0), (0.004, 0.01, 0.03))
    kinds = [
        (FLAT, Conventions()),
        (tiers, Conventions()),
        (StepTiers((5.0,), (0.004, 0.01)), Conventions()),
        (FLAT, Conventions(maintenance_on="entry")),
        (FLAT, Conventions(fee="price", taker_fee=0.001)),
        (FLAT, Conventions(fee="bankruptcy", taker_fee=0.001)),
    ]
    off = []
    for number in range(300):
        schedule, conventions = kinds[number % len(kinds)]
        size, leverage = random.choice([-1, 1]) * random.uniform(4, 12), random.uniform(8, 20)
        volatility, drift, entry = random.uniform(0.5, 1.2), random.uniform(-1, 1), random.uniform(99.5, 100.5)
        posted = abs(size) * entry / leverage
        book = Book(["BTC"], [size], [entry], [posted], {"BTC": schedule}, conventions=conventions)
        barrier = Position(size, entry, posted, schedule, conventions).liquidation_price
        motion = Motion(volatility, WEEK, drift=drift)
        found = fate(book, cross, motion, steps=1 + number % 3, draws=1024, seed=number)
        exact = touch(100.0, float(barrier), volatility, WEEK, drift=drift, size=size)
        off.append((found.any_fails.value - exact) / found.any_fails.error)
        assert found.ruin == found.any_fails
    within_nominal_rates(np.array(off))


@pytest.mark.parametrize("size", [1_000.0, -1_000.0])
def test_an_inverse_leg_fails_at_its_inverse_price(size: float) -> None:
    """A coin-margined leg fails with the probability of reaching its own liquidation price."""
    inverse = Conventions(contract="inverse")
    book = Book(["BTC"], [size], [100.0], [1.0], {"BTC": FLAT}, conventions=inverse)
    barrier = float(Position(size, 100.0, 1.0, FLAT, inverse).liquidation_price)
    found = fate(book, isolated, replace(ONE, drift=0.4), steps=1, draws=1 << 15).any_fails
    exact = touch(100.0, barrier, 0.8, WEEK, drift=0.4)
    assert found.value == pytest.approx(exact, abs=4 * found.error)
    assert found.error < 2e-4


def test_uncorrelated_legs_fail_apart() -> None:
    """Without correlation the chance of any failure and of ruin are products of the legs' own closed forms."""
    book = three()
    found = fate(book, isolated, replace(MARKET, correlation=0.0), steps=1, draws=1 << 16)
    levels = book.liquidation_prices(isolated, PRICES)
    each = touch(100.0, levels, EACH, WEEK)
    assert found.any_fails.value == pytest.approx(1 - np.prod(1 - each), abs=4 * found.any_fails.error)
    assert found.ruin.value == pytest.approx(np.prod(each), abs=4 * found.ruin.error)
    np.testing.assert_allclose(found.fails.value[:3], each, atol=float(4 * found.fails.error.max()))
    assert found.fails.value[3] == 0
    assert max(found.any_fails.error, found.ruin.error) < 2e-4


def brute(book: Book, together: bool, steps: int, count: int) -> tuple[float, float]:
    """Chance of any failure and of ruin by paths looked at step by step, the looks' bias taken out by halving twice."""
    random = np.random.default_rng(13)
    root = np.linalg.cholesky(np.full((3, 3), 0.7) + 0.3 * np.eye(3)) * EACH[:, None]
    size, posted = np.asarray(book.size)[:, None], np.asarray(book.collateral)[:, None]
    logs = np.zeros((3, count))
    failed = np.zeros((2, 1 if together else 3, count), dtype=bool)
    span = WEEK / steps
    for step in range(1, steps + 1):
        logs += root @ random.standard_normal((3, count)) * np.sqrt(span)
        price = 100 * np.exp(logs - EACH[:, None] ** 2 / 2 * span * step)
        excess = posted + size * (price - 100) - 0.005 * abs(size) * price
        short = (excess.sum(axis=0, keepdims=True) if together else excess) < 0
        failed[0] |= short
        if step % 4 == 0:
            failed[1] |= short
    rates = np.array([(looks.any(axis=0).mean(), looks.all(axis=0).mean()) for looks in failed])
    some, ruin = 2 * rates[0] - rates[1]
    return float(some), float(ruin)


@pytest.mark.parametrize("mode", [isolated, cross])
def test_correlated_legs_fail_as_often_as_brute_force_finds(mode: Mode) -> None:
    """Eight bridged steps find the rates that 400 looks at each of 25,000 paths tend to, within 0.012."""
    found = fate(three(), mode, draws=1 << 15)
    some, ruin = brute(three(), mode is cross, steps=400, count=25_000)
    assert found.any_fails.value == pytest.approx(some, abs=0.012)
    assert found.ruin.value == pytest.approx(ruin, abs=0.012)


@pytest.mark.parametrize("mode", [isolated, cross, basket(["major", "major", "minor"])])
@pytest.mark.parametrize("schedule", [FLAT, MarginalTiers((0.0, 400.0), (0.004, 0.01))])
@pytest.mark.parametrize("bridged", [True, False])
@pytest.mark.parametrize("jumps", [None, CRASHES])
def test_no_money_appears_or_is_lost(mode: Mode, schedule: Schedule, bridged: bool, jumps: Jumps | None) -> None:
    """Without drift, what is left less what others pay is the deposit, in every mode and however pools are closed."""
    book = three(schedule, free={"": 25.0})
    found = fate(book, mode, replace(MARKET, jumps=jumps), bridged=bridged, steps=5, refund=1.0, draws=1 << 13)
    error = float(np.hypot(found.left.error, found.bad_debt.error))
    assert found.left.value - found.bad_debt.value == pytest.approx(215.0, abs=4 * error)
    assert error < 0.7
    assert (found.bad_debt.value > 0) == (jumps is not None or not bridged)


@pytest.mark.parametrize("bridged", [True, False])
@pytest.mark.parametrize("jumps", [None, CRASHES])
def test_modes_side_by_side_are_what_each_is_alone(bridged: bool, jumps: Jumps | None) -> None:
    """No pool of one mode touches a pool of another: only the prices are shared."""
    book = three()
    modes = {"cross": cross, "basket": basket(["one", "two", "one"]), "isolated": isolated}
    motion = replace(MARKET, jumps=jumps)
    together = fates(book, modes, PRICES, motion, Sampling(bridged=bridged), refund=0.7)
    assert list(together) == list(modes)
    for name, mode in modes.items():
        alone = fate(book, mode, motion, refund=0.7, bridged=bridged)
        for field in fields(alone):
            for part in ("value", "error"):
                ours, theirs = (getattr(getattr(one, field.name), part) for one in (together[name], alone))
                np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_isolation_is_worth_more_where_prices_gap_and_nothing_more_where_they_do_not() -> None:
    """Looked at once a day isolated legs are worth more than one pool; watched all the time both are worth 190."""
    left = {
        (mode.__name__, bridged): fate(three(), mode, bridged=bridged, steps=7, refund=1.0, draws=1 << 14).left
        for mode in (isolated, cross)
        for bridged in (True, False)
    }
    gain = left["isolated", False].value - left["cross", False].value
    assert gain > 10 * max(one.error for one in left.values())
    for mode in ("isolated", "cross"):
        assert left[mode, True].value == pytest.approx(190.0, abs=4 * left[mode, True].error)


def test_what_the_venue_keeps_is_the_requirement() -> None:
    """A leg closed at its price without refund costs all it held, with refund all but the requirement there."""
    book = Book(["BTC"], [10.0], [100.0], [100.0], {"BTC": FLAT})
    kept, back = (fate(book, isolated, ONE, refund=share).lost_given_failure for share in (0.0, 1.0))
    assert kept.value == pytest.approx(100.0, abs=1e-9)
    assert back.value == pytest.approx(100.0 - 10 * 90 / 0.995 * 0.005, abs=1e-9)


@settings(max_examples=30)
@given(
    size=st.sampled_from([-10.0, 10.0]),
    reach=st.floats(0.3, 1.5),
    volatility=st.floats(0.4, 1.2),
    growth=st.floats(0.1, 0.2),
    falls=st.booleans(),
    steps=st.integers(1, 2),
)
def test_what_is_refunded_is_what_the_pool_needs_when_it_meets_its_edge(
    size: float, reach: float, volatility: float, growth: float, falls: bool, steps: int
) -> None:
    """Within a step too: the refund is the requirement at the first passage, averaged by the density of its time.

    BTC alone decides whether the pool fails, and ETH, whose value is all needed, what it needs: five times a price
    that grows. That growth is taken for a straight line within a step, off by an eighth of its square, and the share
    of a step until the passage is off by a fiftieth.
    """
    years, growth = 0.1, -growth if falls else growth
    distance = reach * volatility * np.sqrt(years)
    barrier, towards = 100 * np.exp(-np.sign(size) * distance), np.sign(size) * volatility**2 / 2
    money = 500 - size * (barrier - 100)
    schedules = {"BTC": FlatRate(0.0), "ETH": ContinuousRate(1.0, 0.0)}
    book = Book(["BTC", "ETH"], [size, 5.0], [100.0] * 2, [money, 0.0], schedules)
    motion = Motion(volatility, years, drift={"BTC": 0.0, "ETH": growth / years})
    lost = fate(book, cross, motion, steps=steps, refund=1.0, draws=1 << 13).lost_given_failure

    def passage(time: float) -> float:
        exponent = (distance - towards * time) ** 2 / (2 * volatility**2 * time)
        return float(distance / np.sqrt(2 * np.pi * volatility**2 * time**3) * np.exp(-exponent))

    needed = quad(lambda time: passage(time) * 500 * np.exp(growth * time / years), 0, years)[0]
    exact = money - needed / quad(passage, 0, years)[0]
    off = 500 * (abs(growth) / 50 + growth**2 / 8 * max(1.0, np.exp(growth))) + 4 * lost.error
    assert lost.value == pytest.approx(exact, abs=off)


def test_the_book_of_bounds() -> None:
    """Any failure is at least the likeliest, at most the sum; ruin at most the least likely; in cross they are one."""
    for seed in range(5):
        found = fate(three(), isolated, CRASHING, seed=seed, draws=1024)
        each = found.fails.value[:3]
        assert each.max() - 1e-12 <= found.any_fails.value <= each.sum() + 1e-12
        assert found.ruin.value <= each.min() + 1e-12
        pooled = fate(three(), cross, seed=seed, draws=1024)
        assert pooled.ruin.value == pytest.approx(pooled.any_fails.value, abs=1e-12)


def test_pools_that_cannot_fail_and_pools_that_have() -> None:
    """A book that nets to nothing never fails; a pool beyond its edge fails for certain, at a loss for others."""
    netted = Book(["BTC", "BTC"], [2.0, -2.0], [100.0, 110.0], [5.0, 5.0], {"BTC": FLAT})
    found = fate(netted, cross, ONE)
    assert found.any_fails.value == found.any_fails.error == found.lost_given_failure.value == 0
    assert found.left.value == pytest.approx(30.0)
    late = fate(three(), isolated, prices=PRICES | {"BTC": 85.0})
    assert late.fails.value[0] == late.any_fails.value == late.beyond_bankruptcy.value == 1
    assert late.bad_debt.value == pytest.approx(50.0)


@pytest.mark.parametrize("jumps", [None, CRASHES])
def test_a_book_without_risk_never_fails(jumps: Jumps | None) -> None:
    """A pool whose legs cancel but for rounding has no edge to meet, with jumps and without, and nothing overflows."""
    book = Book(["BTC", "ETH"], [10.0, -10.0], [100.0] * 2, [50.0] * 2, {"BTC": FLAT, "ETH": FLAT})
    motion = Motion([0.8, 0.8 * 9.95 / 10.05], WEEK, correlation=1.0, jumps=jumps)
    found = fate(book, cross, motion, draws=1024)
    assert found.any_fails.value == found.bad_debt.value == 0
    assert distance(book, cross, PRICES, replace(motion, years=1.0))[0] > 1e6


def quadrature(leverage: float, rate: float) -> tuple[float, float]:
    """Chance of touching and of a jump beyond bankruptcy, all paths with one jump or none, by integration."""
    jumps, sigma = Jumps(rate, -0.03, 0.06), 0.5
    nu = -(sigma**2) / 2 - rate * float(np.expm1(-0.03 + 0.06**2 / 2))
    level, broke = np.log((1 - 1 / leverage) / 0.995), np.log(1 - 1 / leverage)
    nodes, weights = leggauss(48)
    time, time_weight = WEEK * (nodes + 1) / 2, weights / 2
    survive = gap = 0.0
    for moment, share in zip(time, time_weight, strict=True):
        deviation = sigma * np.sqrt(moment)
        reach = 8 * deviation
        x, width = level + reach * (nodes + 1) / 2, weights * reach / 2
        density = norm.pdf(x, nu * moment, deviation) - np.exp(2 * nu * level / sigma**2) * norm.pdf(
            x, 2 * level + nu * moment, deviation
        )
        gap += share * np.sum(width * density * norm.cdf(broke - x, jumps.mean, jumps.deviation))
        landed = level + 0.7 * ((nodes + 1) / 2)[:, None] ** 2
        landing = 0.7 * (nodes + 1)[:, None] / 2 * weights[:, None] * norm.pdf(landed - x, jumps.mean, jumps.deviation)
        drift = nu + sigma**2 / 2
        alive = 1 - touch(1.0, np.exp(level - landed), sigma, WEEK - moment, drift=drift)
        survive += share * np.sum(width * density * (landing * alive).sum(axis=0))
    none = np.exp(-rate * WEEK)
    one = rate * WEEK * none
    without = 1 - touch(1.0, np.exp(level), sigma, WEEK, drift=nu + sigma**2 / 2)
    return none + one - none * without - one * survive, one * gap


@pytest.mark.parametrize("leverage", [10, 20])
def test_one_jump_is_integrated_right(leverage: float) -> None:
    """With few jumps a year the simulation lies between the integral over one jump and that plus the rest."""
    rate = 2.0
    price, broke = 100 * (1 - 1 / leverage) / 0.995, 100 * (1 - 1 / leverage)
    motion = Motion(0.5, WEEK, jumps=Jumps(rate, -0.03, 0.06))
    found = touch_with_jumps(100.0, price, motion, Sampling(draws=1 << 16), bankruptcy=broke)
    rest = 1 - np.exp(-rate * WEEK) * (1 + rate * WEEK)
    touched, gap = quadrature(leverage, rate)
    for estimate, exact in ((found.touched, touched), (found.beyond_bankruptcy, gap)):
        assert exact - 4 * estimate.error <= estimate.value <= exact + rest + 4 * estimate.error
        assert estimate.error < 3e-4


@pytest.mark.parametrize(
    ("leverage", "touched", "gap", "smooth"),
    [(5, 0.0168, 0.0046, 0.0097), (10, 0.2127, 0.0453, 0.2387), (20, 0.5415, 0.0679, 0.5909)],
)
def test_the_table_of_jumps(leverage: float, touched: float, gap: float, smooth: float) -> None:
    """Jumps of the same variance move liquidation and bankruptcy as tabled, within two errors of 200,000 paths each.

    The table was drawn with that many paths; ours differ from it by at most 0.0012, and say so to 0.0003.
    """
    price, broke = 100 * (1 - 1 / leverage) / 0.995, 100 * (1 - 1 / leverage)
    motion = Motion(SAME_VARIANCE, WEEK, jumps=CRASHES)
    found = touch_with_jumps(100.0, price, motion, Sampling(draws=1 << 17), bankruptcy=broke)
    for estimate, printed in ((found.touched, touched), (found.beyond_bankruptcy, gap)):
        of_table = np.sqrt(printed * (1 - printed) / 200_000)
        assert estimate.value == pytest.approx(printed, abs=2 * of_table + 2 * estimate.error)
        assert estimate.error < 4e-4
    assert f"{touch(100.0, price, 0.6, WEEK):.4f}" == f"{smooth:.4f}"
    none = touch_with_jumps(100.0, price, Motion(0.6, WEEK), Sampling(steps=3), bankruptcy=broke)
    assert none.beyond_bankruptcy.value == 0


def test_looks_by_simulation_are_looks_in_closed_form() -> None:
    """Looked at every six hours the simulated price touches as often as the corrected formula says, within 0.003."""
    every_six_hours = Sampling(steps=28, bridged=False, draws=1 << 16)
    found = touch_with_jumps(100.0, 90 / 0.995, Motion(0.6, WEEK), every_six_hours).touched
    assert found.value == pytest.approx(touch(100.0, 90 / 0.995, 0.6, WEEK, every=WEEK / 28), abs=3e-3)


def test_jumps_of_no_size_leave_the_looks_where_they_are() -> None:
    """Cut at jumps that move nothing, a price looked at every six hours touches as often as the formula says."""
    motion = Motion(0.6, WEEK, jumps=Jumps(2_000.0, 0.0, 0.0))
    found = touch_with_jumps(100.0, 90 / 0.995, motion, Sampling(steps=28, bridged=False, draws=1 << 15)).touched
    exact = touch(100.0, 90 / 0.995, 0.6, WEEK, every=WEEK / 28)
    assert found.value == pytest.approx(exact, abs=3e-3 + 4 * found.error)
    assert found.error < 2e-3


def test_one_look_at_the_end_sees_the_distribution_at_the_end() -> None:
    """Looked at once, a price has touched when it ends beyond: Merton's mixture of normals says how often."""
    crashes, sigma, years = Jumps(30.0, -0.03, 0.06), 0.5, 0.1
    number = np.arange(40)
    mean = (-(sigma**2) / 2 - 30 * crashes.mean_return) * years + number * crashes.mean
    deviation = np.sqrt(sigma**2 * years + number * crashes.deviation**2)
    exact = np.sum(poisson.pmf(number, 30.0 * years) * norm.cdf(np.log(0.9), mean, deviation))
    motion = Motion(sigma, years, jumps=crashes)
    found = touch_with_jumps(100.0, 90.0, motion, Sampling(bridged=False, draws=1 << 15)).touched
    assert found.value == pytest.approx(exact, abs=4 * found.error)
    assert found.error < 2e-3


def test_a_jump_alone_without_motion_follows_poisson() -> None:
    """Where the motion is far too weak to touch, the probability is that of a jump at all."""
    crash = Jumps(rate=33.0, mean=-0.5, deviation=0.01)
    motion = Motion(0.01, WEEK, drift=33 * crash.mean_return, jumps=crash)
    found = touch_with_jumps(100.0, 80.0, motion, Sampling(draws=1 << 14), bankruptcy=75.0)
    exact = 1 - np.exp(-33.0 * WEEK)
    for estimate in (found.touched, found.beyond_bankruptcy):
        assert estimate.value == pytest.approx(exact, abs=4 * estimate.error + 1e-6)


def test_distance_is_the_shortest_way_an_optimiser_finds() -> None:
    """The distance of a pool is the length of the shortest relative move, in standard deviations, to its edge."""
    book = three()
    correlation = np.array([[1.0, 0.7, 0.4], [0.7, 1.0, 0.5], [0.4, 0.5, 1.0]])
    prices = {"BTC": 97.0, "ETH": 103.0, "SOL": 110.0}
    found = distance(book, cross, prices, Motion(EACH, WEEK, correlation))
    root = np.linalg.cholesky(correlation) * EACH[:, None] * np.sqrt(WEEK)
    row = np.array(list(prices.values()))

    def excess(normals: np.ndarray) -> float:
        moved = row * (1 + root @ normals)
        size = np.asarray(book.size)
        return float(190 + size @ (moved - 100) - 0.005 * abs(size) @ moved)

    shortest = minimize(
        lambda normals: normals @ normals, [0.1, 0.1, 0.1], constraints={"type": "eq", "fun": excess}, tol=1e-14
    )
    assert found[0] == pytest.approx(np.sqrt(shortest.fun), rel=1e-6)
    assert distance(book, isolated, prices, Motion(EACH, 1.0, correlation))[3] == np.inf


def test_distance_tells_the_probability_of_a_small_move() -> None:
    """For pools that a small move takes to their edge the probability is near twice the normal tail at the distance."""
    book = Book(NAMES, [10.0, -5.0, 3.0], [100.0] * 3, [30.0, 15.0, 10.0], dict.fromkeys(NAMES, FLAT))
    day = replace(MARKET, years=1 / 365)
    far = distance(book, cross, PRICES, day)[0]
    found = fate(book, cross, day, draws=1 << 13).any_fails
    assert 0.05 < found.value == pytest.approx(2 * ndtr(-far), rel=0.15)


def test_memory_does_not_grow_with_the_steps() -> None:
    """Ten thousand steps of a price, and three hundred of a book, take the memory of ten, give or take a fifth."""

    def peak(run: Callable[[], Any]) -> int:
        gc.collect()
        tracemalloc.start()
        run()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    def price(steps: int) -> Callable[[], Any]:
        return lambda: touch_with_jumps(100.0, 90.0, ONE, Sampling(steps=steps, draws=512))

    def whole(steps: int) -> Callable[[], Any]:
        return lambda: fate(three(), isolated, steps=steps, draws=512)

    for kind, steps in ((price, 10_000), (whole, 300)):
        kind(100)()  # tables that are kept for later calls
        kind(10)()
        assert peak(kind(steps)) <= 1.2 * peak(kind(10))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"volatility": 0.0}, "volatility is 0.0, but it must be a finite number above zero"),
        ({"volatility": [0.8, -0.9, 1.1]}, "volatility is -0.9"),
        ({"volatility": [0.8, 0.9]}, r"volatility has the shape \(2,\), but it must have \(3,\): one number for each"),
        ({"years": 0.0}, "horizon in years is 0.0"),
        ({"years": float("nan")}, "horizon in years is nan"),
        ({"drift": float("nan")}, "drift is nan"),
        ({"correlation": -0.6}, "eigenvalue -0.2"),
        ({"correlation": 1.2}, "between -1 and 1"),
        ({"correlation": float("nan")}, "correlation is nan"),
        ({"steps": 0}, "steps is 0"),
        ({"steps": 1.5}, "steps is 1.5, but it must be a whole number"),
        ({"draws": 1000}, "draws is 1000, but it must be a power of two of at least 64"),
        ({"draws": 32}, "draws is 32"),
        ({"refund": -0.1}, "refund is -0.1"),
        ({"refund": 1.5}, "refund is 1.5, but it must be a share from 0 to 1"),
    ],
)
def test_wrong_parameters_of_a_fate_are_refused(wrong: dict[str, Any], message: str) -> None:
    """A parameter without a meaning raises InvalidInput that names it."""
    parts = {field.name for field in fields(Motion)} & set(wrong)
    rest = {name: value for name, value in wrong.items() if name not in parts}
    with pytest.raises(InvalidInput, match=message):
        fate(three(), isolated, replace(MARKET, **{name: wrong[name] for name in parts}), **rest)


def test_a_market_without_a_number_is_named() -> None:
    """A price or volatility that is missing raises UnknownName with the market."""
    with pytest.raises(UnknownName, match="no volatility for market 'SOL'"):
        fate(three(), isolated, replace(MARKET, volatility={"BTC": 0.8, "ETH": 0.9}))
    with pytest.raises(UnknownName, match="no price for market 'BTC'"):
        distance(three(), isolated, {}, MARKET)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"barrier": 0.0}, "barrier is 0.0"),
        ({"bankruptcy": 95.0}, "bankruptcy price is 95.0, but it must be above zero and beyond the barrier 90.0"),
        ({"barrier": 110.0, "bankruptcy": 105.0}, "bankruptcy price is 105.0"),
        ({"spot": float("nan")}, "spot is nan"),
        ({"volatility": -1.0}, "volatility is -1.0"),
    ],
)
def test_wrong_parameters_of_a_passage_are_refused(wrong: dict[str, Any], message: str) -> None:
    """A parameter without a meaning raises InvalidInput that names it."""
    arguments: dict[str, Any] = {"spot": 100.0, "barrier": 90.0, "volatility": 0.6} | wrong
    motion = Motion(arguments.pop("volatility"), 1.0)
    with pytest.raises(InvalidInput, match=message):
        touch_with_jumps(**arguments, motion=motion)


def test_a_barrier_at_the_spot_is_touched() -> None:
    """At the spot the probability is 1, as in closed form."""
    assert touch_with_jumps(100.0, 100.0, Motion(0.6, 1.0, jumps=CRASHES)).touched.value == 1


@settings(max_examples=20)
@given(st.integers(1, 400), st.sampled_from([float, Fraction]), st.sampled_from(["pools", "one"]))
def test_a_pool_that_owes_and_holds_nothing_has_failed(debt: int, kind: Any, name: str) -> None:
    """Its debt is bad debt for certain and nobody's money; what the others do is what they do without it."""
    flat = FlatRate(kind(Fraction(1, 100)))
    hold = Book(["BTC"], [kind(2)], [kind(100)], [kind(30)], {"BTC": flat}, ["a"], free={"a": kind(4)})
    owes = Book(
        ["BTC", "BTC", "BTC"],
        [kind(2), kind(3), kind(-3)],
        [kind(100)] * 3,
        [kind(30), kind(5), kind(0)],
        {"BTC": flat},
        ["a", "b", "b"],
        free={"a": kind(4)},
        settled=[kind(0), kind(-5 - debt), kind(0)],
    )
    modes = {"pools": basket(["x", "y", "y"]), "one": cross}
    motion, sampling = Motion(0.8, 30 / 365), Sampling(256, 4)
    prices = {"BTC": kind(101)}
    alone = fates(hold, {"one": basket(["x"]) if name == "pools" else cross}, prices, motion, sampling)["one"]
    found = fates(owes, {name: modes[name]}, prices, motion, sampling)[name]
    assert (found.any_fails.value, found.beyond_bankruptcy.value) == (1, 1)
    assert found.ruin.value == alone.ruin.value > 0
    assert found.left.value == pytest.approx(alone.left.value)
    assert found.bad_debt.value == pytest.approx(alone.bad_debt.value + debt)
    assert max(found.fails.value) == 1
    assert sorted(found.fails.value)[-2] == alone.fails.value.max() < 1
    assert -np.inf in distance(owes, modes[name], prices, motion)


def test_a_book_that_holds_nothing_and_owes_nothing_is_not_ruined() -> None:
    """What nets to nothing cannot fail, whatever its price does."""
    book = Book(["BTC"] * 2, [1.0, -1.0], [100.0] * 2, [5.0, 0.0], {"BTC": FlatRate(0.01)})
    fate = fates(book, {"one": cross}, {"BTC": 90.0}, Motion(0.8, 30 / 365), Sampling(256, 4))["one"]
    assert (fate.any_fails.value, fate.ruin.value, fate.bad_debt.value, fate.left.value) == (0, 0, 0, 5)


def test_a_fee_at_bankruptcy_needs_what_the_book_says() -> None:
    """In a pool of two markets the fee on each leg follows the equity beside it: equity and needs are the book's."""
    schedules = {"BTC": FlatRate(0.005), "ETH": MarginalTiers((0.0, 500.0), (0.01, 0.05))}
    rules = Conventions(fee="bankruptcy", taker_fee=0.01)
    book = Book(["BTC", "ETH"], [10.0, -6.0], [100.0, 120.0], [40.0, 60.0], schedules, conventions=rules)
    process = Process.of(("BTC", "ETH"), {"BTC": 100.0, "ETH": 120.0}, Motion(0.5, 0.1))
    look = looked(book, [pools_of(book, cross(book))], process)
    for btc, eth in ((90.0, 130.0), (105.0, 80.0), (100.0, 120.0)):
        there = look(np.log([[btc], [eth]]))
        told = book.risk(cross, {"BTC": btc, "ETH": eth})
        assert there.equity.ravel() == pytest.approx(told.equity)
        assert there.edge.ravel() == pytest.approx(told.maintenance)
