"""Collateral is split as the rules say, and the optimiser finds what a grid, a derivative or algebra finds."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.special import ndtr

from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput
from marginlib.schedules import FlatRate, MarginalTiers
from marginlib.sizing import Liquidations, allocate

NAMES = ("BTC", "ETH", "SOL")
RATE, YEARS = 0.005, 7 / 365
SIZE, PRICE = np.array([10.0, -40.0, 50.0]), np.array([100.0, 20.0, 10.0])
VOLATILITY = np.array([0.6, 0.8, 1.0])


def positions(size: np.ndarray = SIZE, volatility: Any = VOLATILITY, **changes: Any) -> Liquidations:
    """Isolated positions opened at the price now."""
    names, price = NAMES[: len(size)], PRICE[: len(size)]
    flat = dict.fromkeys(names, FlatRate(RATE))
    book = Book(names, size, price, 0 * price, flat)
    return Liquidations(book, dict(zip(names, price.tolist(), strict=True)), volatility, YEARS, **changes)


def chance(collateral: np.ndarray, size: np.ndarray = SIZE, volatility: np.ndarray = VOLATILITY) -> np.ndarray:
    """Closed form of each position written out: reflection principle at (1 -/+ 1/L) / (1 -/+ rate)."""
    price = PRICE[: len(size)]
    side = np.sign(size)
    level = (1 - side * collateral / (abs(size) * price)) / (1 - side * RATE)
    deviation, nu = volatility * np.sqrt(YEARS), -(volatility**2) / 2
    b = np.log(level)
    first = ndtr(side * (b - nu * YEARS) / deviation)
    return np.asarray(first + np.exp(2 * nu * b / volatility**2) * ndtr(side * (b + nu * YEARS) / deviation))


def test_chances_are_the_closed_form_of_each_position() -> None:
    """And `any`, `expected_number` are what independence makes of them."""
    collateral, risks = np.array([100.0, 120.0, 90.0]), positions()
    wanted = chance(collateral)
    assert risks.chances(collateral) == pytest.approx(wanted, rel=1e-12)
    assert risks.expected_number(collateral) == pytest.approx(wanted.sum(), rel=1e-12)
    alive = [np.prod([p if fails else 1 - p for p, fails in zip(wanted, fate, strict=True)])
             for fate in itertools.product([True, False], repeat=3) if any(fate)]  # fmt: skip
    assert risks.any(collateral) == pytest.approx(sum(alive), rel=1e-12)


def test_what_is_lost_on_average_is_what_liquidations_take() -> None:
    """A fair price stopped at a level stays fair: simulated to the end or to liquidation, equity falls short of the
    budget by the expected loss, within four standard errors.
    """
    collateral, risks = np.array([60.0, 70.0, 60.0]), positions()
    steps, count = 64, 40_000
    rng = np.random.default_rng(3)
    lost, variance = 0.0, 0.0
    for size, price, volatility, money in zip(SIZE, PRICE, VOLATILITY, collateral, strict=True):
        level = np.log((1 - np.sign(size) * money / (abs(size) * price)) / (1 - np.sign(size) * RATE))
        span = volatility**2 * YEARS / steps
        logs, closed = np.zeros(count), np.zeros(count, dtype=bool)
        for _ in range(steps):
            after = logs - span / 2 + np.sqrt(span) * rng.standard_normal(count)
            # between two prices on one side of the level it was met with the probability of the Brownian bridge
            met = rng.random(count) < np.exp(np.minimum(-2 * (logs - level) * (after - level) / span, 0))
            closed |= met
            logs = np.where(closed, level, after)
        equity = money + size * price * (np.exp(logs) - 1)
        equity[closed] = 0.0
        lost += money - equity.mean()
        variance += equity.var() / count
    assert abs(lost - risks.expected_loss(collateral)) < 4 * np.sqrt(variance)
    assert risks.expected_loss(collateral) > 4 * np.sqrt(variance) / 5


def test_a_position_that_is_liquidated_already_loses_what_it_has() -> None:
    """Below its maintenance the chance is 1 and the loss all equity, however little."""
    risks = positions()
    collateral = np.array([2.0, 1.0, 0.5])
    assert risks.chances(collateral).tolist() == [1, 1, 1]
    assert risks.expected_loss(collateral) == pytest.approx(3.5, rel=1e-12)
    assert risks.expected_loss(np.zeros(3)) == 0


@given(some.floats(1, 1e6))
def test_rules_split_the_budget_by_their_weights(budget: float) -> None:
    """Equal; by notional 1000 : 800 : 500; by notional times volatility 600 : 640 : 500."""
    risks = positions()
    for rule, weights in (("equal", [1, 1, 1]), ("notional", [1000, 800, 500]), ("risk parity", [600, 640, 500])):
        wanted = budget * np.array(weights) / sum(weights)
        assert allocate(budget, risks, rule) == pytest.approx(wanted, rel=1e-12)
    assert allocate(budget, risks) == pytest.approx(allocate(budget, risks, "risk parity"))


def test_risk_parity_is_an_equal_distance_to_bankruptcy_in_standard_deviations() -> None:
    """Collateral over (notional times volatility) is the same for all."""
    collateral = allocate(300.0, positions())
    assert np.ptp(collateral / (abs(SIZE) * PRICE * VOLATILITY)) < 1e-15


def test_what_is_needed_at_least_comes_first() -> None:
    """Each gets its floor, the rest is split; a budget below the floors is refused with both numbers."""
    risks = positions()
    least = np.array([50.0, 40.0, 25.0])
    wanted = least + (300 - 115) * np.array([600, 640, 500]) / 1740
    assert allocate(300.0, risks, "risk parity", least) == pytest.approx(wanted, rel=1e-12)
    assert (allocate(300.0, risks, risks.expected_loss, least) >= least).all()
    with pytest.raises(InvalidInput, match=r"budget is 100.0, but it must be above zero and at least the 115.0"):
        allocate(100.0, risks, "equal", least)


@pytest.mark.parametrize("budget", [150.0, 300.0, 600.0])
def test_at_the_optimum_one_more_unit_saves_as_much_wherever_it_is_put(budget: float) -> None:
    """Lagrange: marginal probabilities are equal for the expected number, and divided by 1 - p for any."""
    risks, step = positions(), 1e-4
    for objective, power in ((risks.expected_number, 0), (risks.any, 1)):
        best = allocate(budget, risks, objective)
        assert best.sum() == pytest.approx(budget, rel=1e-12)
        marginal = (chance(best + step) - chance(best - step)) / (2 * step) / (1 - chance(best)) ** power
        assert (marginal < 0).all()
        assert np.ptp(marginal) < 1e-3 * abs(marginal.mean())


def number(p: np.ndarray) -> Any:
    """Expected number of failures of independent positions, last axis."""
    return p.sum(axis=-1)


def any_of(p: np.ndarray) -> Any:
    """Probability of any failure of independent positions, last axis."""
    return 1 - (1 - p).prod(axis=-1)


@settings(max_examples=12)
@given(some.floats(40, 400), some.floats(0.3, 1.5), some.floats(0.3, 1.5))
@pytest.mark.parametrize(("name", "combine"), [("expected_number", number), ("any", any_of)])
def test_no_split_of_a_fine_grid_is_better(
    name: str, combine: Callable[[np.ndarray], Any], budget: float, one: float, other: float
) -> None:
    """Two positions, 2,000 splits in closed form: the optimum is at least as good, up to 1e-9."""
    size, volatility = np.array([10.0, -40.0]), np.array([one, other])
    risks = positions(size, volatility)
    best = getattr(risks, name)(allocate(budget, risks, getattr(risks, name)))
    shares = (np.arange(2000) + 0.5) / 2000
    grid = budget * np.stack([shares, 1 - shares], axis=1)
    met = grid <= abs(size) * PRICE[:2] * RATE
    bankrupt = grid >= abs(size) * PRICE[:2] * np.where(size > 0, 1.0, np.inf)  # a long at 1x or less is out of reach
    p = np.where(met, 1.0, np.where(bankrupt, 0.0, chance(np.where(bankrupt, 1.0, grid), size, volatility)))
    assert best <= combine(p).min() + 1e-9


def test_with_money_enough_risk_parity_is_close_to_the_optimum() -> None:
    """The small-time rule: with failures below 1 % the optimum differs from risk parity by a few percent of money."""
    size, volatility = np.array([10.0, 50.0, 100.0]), np.array([0.4, 0.5, 0.6])
    risks = positions(size, volatility)
    best, parity = (allocate(700.0, risks, rule) for rule in (risks.expected_number, "risk parity"))
    assert risks.chances(parity).max() < 0.01
    assert abs(best / parity - 1).max() < 0.1
    assert risks.expected_number(best) <= risks.expected_number(parity)


def test_one_position_gets_all() -> None:
    """Whatever the rule or the objective."""
    alone = positions(np.array([10.0]), 0.6)
    for rule in ("equal", "notional", "risk parity", alone.any, alone.expected_loss):
        assert allocate(80.0, alone, rule) == pytest.approx([80])


def test_twins_get_the_same() -> None:
    """Positions that cannot be told apart share the budget equally, if it can save both."""
    twins = positions(np.array([10.0, 50.0]), np.array([0.6, 0.6]))
    assert allocate(300.0, twins, twins.any) == pytest.approx([150, 150], rel=1e-5)


@given(some.lists(some.floats(20, 60), min_size=3, max_size=3), some.floats(150, 300))
@settings(max_examples=20)
def test_any_objective_of_the_caller_is_minimised(wish: list[float], budget: float) -> None:
    """The closest split to a wish is the wish plus an equal share of what is left over: projection on a plane."""
    target = np.array(wish)

    def miss(collateral: np.ndarray) -> float:
        return float(((collateral - target) ** 2).sum())

    wanted = target + (budget - target.sum()) / 3
    if (wanted > 0).all():
        assert allocate(budget, positions(), miss) == pytest.approx(wanted, rel=1e-4)


def test_no_rule_beats_the_optimum() -> None:
    """For each of the three objectives."""
    risks, least = positions(), abs(SIZE) * PRICE / 20
    for objective in (risks.any, risks.expected_number, risks.expected_loss):
        best = objective(allocate(250.0, risks, objective, least))
        assert all(
            best <= objective(allocate(250.0, risks, rule, least)) for rule in ("equal", "notional", "risk parity")
        )


def test_tiers_and_inverse_contracts_are_those_of_the_book() -> None:
    """Liquidation prices come from the book, so every schedule and convention holds."""
    tiers = {"BTC": MarginalTiers((0.0, 500.0), (0.004, 0.01))}
    linear = Liquidations(Book(["BTC"], [10.0], [100.0], [0.0], tiers), {"BTC": 100.0}, 0.6, YEARS)
    assert linear.levels(np.array([100.0])) == pytest.approx([(900 - 3) / (10 * 0.99)])
    coin = Conventions(contract="inverse")
    short = Book(["BTC"], [-100.0], [100.0], [0.0], {"BTC": FlatRate(0.0)}, conventions=coin)
    inverse = Liquidations(short, {"BTC": 100.0}, 0.6, YEARS)
    assert inverse.chances(np.array([1.0])).tolist() == [0]  # a short at 1x, worth one coin, cannot go bankrupt
    assert inverse.expected_loss(np.array([1.0])) == 0


@pytest.mark.parametrize(
    ("budget", "rule", "least", "words"),
    [
        (0.0, "equal", 0.0, "budget is 0.0"),
        (float("nan"), "equal", 0.0, "budget is nan"),
        (100.0, "fair", 0.0, "rule is 'fair', but it must be one of 'equal', 'notional', 'risk parity'"),
        (100.0, "equal", -1.0, "least collateral is -1.0"),
    ],
)
def test_what_cannot_be_split_is_refused(budget: float, rule: str, least: float, words: str) -> None:
    """The message names the value."""
    with pytest.raises(InvalidInput, match=words):
        allocate(budget, positions(), rule, least)


def test_a_budget_of_what_is_needed_is_enough() -> None:
    """At the sum of what each position gets at least, each gets that; below it the budget is refused."""
    both = positions(SIZE[:2], VOLATILITY[:2])
    assert allocate(150.0, both, "equal", least=[100.0, 50.0]).tolist() == [100.0, 50.0]
    with pytest.raises(InvalidInput, match="at least the 150"):
        allocate(149.99, both, "equal", least=[100.0, 50.0])
