"""Collateral is split as the rules say, and the optimiser finds what a grid, a derivative or algebra finds."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import brentq
from scipy.special import ndtr

from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.errors import InvalidInput
from marginlib.modes import cross, isolated
from marginlib.probability import Motion, Sampling, fates, ladder
from marginlib.schedules import FlatRate, MarginalTiers
from marginlib.sizing import Liquidations, allocate, efficiency

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


def pair(notional: tuple[float, float] = (1000.0, 1000.0)) -> Liquidations:
    """Longs in BTC at 60 % and SOL at 120 % a year, for a week."""
    size = np.array(notional) / 100.0
    book = Book(["BTC", "SOL"], size, [100.0] * 2, [0.0] * 2, dict.fromkeys(["BTC", "SOL"], FlatRate(RATE)))
    return Liquidations(book, {"BTC": 100.0, "SOL": 100.0}, np.array([0.6, 1.2]), YEARS)


@pytest.mark.parametrize("conventions", [Conventions(), Conventions(contract="inverse"), Conventions(tick=0.5)])
@settings(max_examples=10)
@given(seed=some.integers(0, 10**6))
def test_many_splits_are_each_split_alone(conventions: Conventions, seed: int) -> None:
    """Levels are those of the book that holds the collateral, and every figure of a column that of its split."""
    tiers = MarginalTiers((0.0, 400.0), (0.004, 0.02))
    size = [10.0, -40.0, 50.0] if conventions.contract == "linear" else [1000.0, -800.0, 500.0]
    market = dict.fromkeys(NAMES, tiers)
    settled = np.array([0.5, -0.25, 0.0])
    book = Book(NAMES, size, PRICE, 0 * PRICE, market, conventions=conventions, settled=settled)
    prices = dict(zip(NAMES, (0.99 * PRICE).tolist(), strict=True))
    positions = Liquidations(book, prices, VOLATILITY, YEARS, drift=np.array([0.1, 0.0, -0.2]))
    splits = np.random.default_rng(seed).uniform(5.0, 150.0, (3, 8))
    together = [positions.levels(splits), positions.chances(splits)]
    totals = [positions.any(splits), positions.expected_number(splits), positions.expected_loss(splits)]
    for place, split in enumerate(splits.T):
        alone = replace(book, collateral=split).liquidation_prices(isolated, prices)
        np.testing.assert_allclose(together[0][:, place], alone, rtol=1e-12)
        np.testing.assert_allclose(together[1][:, place], positions.chances(split), rtol=1e-12, atol=1e-15)
        figures = positions.any(split), positions.expected_number(split), positions.expected_loss(split)
        np.testing.assert_allclose([total[place] for total in totals], figures, rtol=1e-10, atol=1e-13)
    with pytest.raises(InvalidInput, match="one for each position"):
        positions.any(splits.T)


@pytest.mark.parametrize(
    ("budget", "equal", "parity", "behind", "best"),
    [(200.0, 67.5, 69.2, 88.25, 66.9), (300.0, 41.0, 39.9, 121.48, 37.7), (400.0, 21.8, 17.2, 153.34, 15.8)],
)
def test_the_table_of_one_budget_and_two_walls(
    budget: float, equal: float, parity: float, behind: float, best: float
) -> None:
    """In percent as tabled; the best of a fine grid of splits, asked at once, is the best that a search finds.

    So flat is the chance about its least that of 300 USDT all from 121.02 to 121.95 behind BTC are within 0.001 points:
    a plan had 122 there. Its least is where the derivative is nothing, at 121.48.
    """
    two = pair()
    for rule, printed in (("equal", equal), ("risk parity", parity)):
        assert 100 * two.any(allocate(budget, two, rule)) == pytest.approx(printed, abs=0.05)
    share = np.linspace(0.02, 0.98, 961)
    grid = two.any(budget * np.stack([share, 1 - share]))
    found = allocate(budget, two, two.any)
    assert 100 * grid.min() == pytest.approx(best, abs=0.05)
    assert grid.min() == pytest.approx(two.any(found), abs=1e-6)
    assert found[0] == pytest.approx(behind, abs=0.005)

    def slope(money: float) -> float:
        return float(np.diff(two.any(np.array([[money - 1, money + 1], [budget - money + 1, budget - money - 1]])))[0])

    assert brentq(slope, 0.3 * budget, 0.5 * budget) == pytest.approx(behind, abs=0.02)


@pytest.mark.parametrize(
    ("budget", "rule", "notional", "printed"),
    [
        (300.0, "equal", (1000.0, 1000.0), 0.959),
        (400.0, "equal", (1000.0, 1000.0), 0.917),
        (300.0, "risk parity", (1000.0, 1000.0), 0.973),
        (300.0, "notional", (2000.0, 500.0), 0.785),
    ],
)
def test_the_efficiency_of_a_rule_is_the_budget_that_the_best_split_needs(
    budget: float, rule: str, notional: tuple[float, float], printed: float
) -> None:
    """As tabled; on that budget the best of a fine grid of splits reaches the chance of the rule."""
    two = pair(notional)
    found = efficiency(budget, two, rule)
    assert found == pytest.approx(printed, abs=6e-4)
    share = np.linspace(0.02, 0.98, 4801)
    needed = two.any(found * budget * np.stack([share, 1 - share])).min()
    assert needed == pytest.approx(two.any(allocate(budget, two, rule)), abs=1e-5)


@settings(max_examples=3)
@given(needs=some.lists(some.floats(1.0, 2.0), min_size=2, max_size=2), budget=some.floats(50, 500))
def test_efficiency_is_what_algebra_says_where_a_need_falls_with_its_money(needs: list[float], budget: float) -> None:
    """Each position costs ``need^2 / (money + 1)``: the best split is by needs, and less the ones both are fractions.

    ``(sum need)^2 / (budget + n)`` is the least cost of a budget, and ``n sum need^2 / (budget + n)`` that of halves.
    """
    need, many = np.array(needs), len(needs)

    def cost(money: np.ndarray) -> float:
        return float((need**2 / (money + 1)).sum())

    enough = (budget + many) * need.sum() ** 2 / (many * (need**2).sum()) - many
    found = efficiency(budget, positions(SIZE[:2], VOLATILITY[:2]), "equal", cost)
    assert found == pytest.approx(enough / budget, abs=1e-4)


def test_a_rule_that_is_best_is_wholly_efficient() -> None:
    """Of twins the equal split is the best."""
    book = Book(["A", "B"], [10.0] * 2, [100.0] * 2, [0.0] * 2, dict.fromkeys("AB", FlatRate(RATE)))
    twins = Liquidations(book, {"A": 100.0, "B": 100.0}, 0.6, YEARS)
    assert efficiency(300.0, twins, "equal") == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("looks", [1, 7, None])
def test_walls_are_worth_more_than_a_pool_by_the_debts_that_others_pay(looks: int | None) -> None:
    """200 USDT behind two longs of 1,000 at 80 %, the rest of a closed pool handed back, a week.

    What is left on average is the 200 and what others pay where a price gaps through bankruptcy; an option on each long
    is worth more than one on both (Merton 1973). Without walls fewer gaps are paid, and watched all the time, none is.
    Looked at daily, a first simulation had 210.3 with walls and 203.8 without, and no errors beside them. With walls it
    is 209.86: `ladder` says so, and 3,000,000 weeks drawn look by look came to 209.87 +- 0.014.
    """
    book = Book(["A", "B"], [10.0] * 2, [100.0] * 2, [100.0] * 2, dict.fromkeys("AB", FlatRate(RATE)))
    sampling = Sampling(draws=1 << 13, steps=looks, bridged=looks is None)
    modes = {"apart": isolated, "pooled": cross}
    found = fates(book, modes, {"A": 100.0, "B": 100.0}, Motion(0.8, YEARS), sampling, refund=1.0)
    for fate in found.values():
        error = 4 * np.hypot(fate.left.error, fate.bad_debt.error)
        assert fate.left.value - 200 == pytest.approx(fate.bad_debt.value, abs=error)
    debts = {name: fate.bad_debt for name, fate in found.items()}
    exact = 2 * ladder(100.0, 90 / 0.995, 0.8, YEARS, looks=looks, bankruptcy=90.0, size=10.0).bad_debt
    assert debts["apart"].value == pytest.approx(exact, abs=4 * debts["apart"].error + 1e-9)
    assert exact == pytest.approx({7: 9.8625, None: 0.0}.get(looks, exact), abs=5e-5)
    assert debts["apart"].value >= debts["pooled"].value
    assert (debts["apart"].value > debts["pooled"].value + 1) == (looks is not None)


def test_a_budget_of_just_what_is_needed_is_enough() -> None:
    """Each position gets its least collateral and there is nothing to split; a cent less is refused."""
    book = Book(["A", "B"], [10.0, -10.0], [100.0, 100.0], [0.0, 0.0], dict.fromkeys("AB", FlatRate(0.005)))
    two = Liquidations(book, {"A": 100.0, "B": 100.0}, [0.6, 0.9], 7 / 365)
    for rule in ("equal", "notional", "risk parity"):
        assert allocate(200.0, two, rule, least=100.0).tolist() == [100.0, 100.0]
    with pytest.raises(InvalidInput, match=r"budget is 199\.99"):
        allocate(199.99, two, "equal", least=100.0)
