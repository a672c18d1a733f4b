"""Portfolio margin adds up, pooling saves, and liquidations of loans heal or kill as the frontier says."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlib.book import Book
from marginlib.errors import InvalidInput, MarginError, UnknownName
from marginlib.lending import Loan, MixedLoan, collateral, lenders_lose, spiral, two_steps
from marginlib.modes import basket, cross, isolated
from marginlib.requirements import scanned, tabled
from marginlib.schedules import FlatRate
from tests.mechanics.lending.second import health, told

NAMES = ("F", "C", "D")
FLAT = dict.fromkeys(NAMES, FlatRate(Fraction(1, 100)))
HERE = dict.fromkeys(NAMES, Fraction(100))

sizes = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(-9, 9).filter(bool), st.sampled_from("ab")), min_size=1, max_size=6
)
table = st.lists(st.tuples(*[st.integers(-50, 50)] * 3), min_size=1, max_size=8)


def exact(rows: list[tuple[str, int, str]]) -> Book:
    """Positions at 100 with 10 each, in Fractions."""
    market, size, account = (list(cells) for cells in zip(*rows, strict=True))
    columns: list[Any] = [np.array([Fraction(cell) for cell in cells]) for cells in (size, [100] * len(rows))]
    ten: Any = np.array([Fraction(10)] * len(rows))
    return Book(market, columns[0], columns[1], ten, FLAT, account)


@given(sizes, table)
def test_components_add_up_to_the_worst_loss(
    rows: list[tuple[str, int, str]], scenarios: list[tuple[int, ...]]
) -> None:
    """In any mode the contributions of the markets sum to what each pool needs, which is its largest loss, by hand."""
    book, scan = exact(rows), tabled(dict(zip(NAMES, zip(*scenarios, strict=True), strict=True)))
    for mode in (isolated, cross, basket([name for name, *_ in rows])):
        pools = mode(book)
        by_hand = [
            max(
                0,
                *(
                    -sum(
                        size * gains[NAMES.index(name)]
                        for (name, size, _), pool in zip(rows, pools.positions, strict=True)
                        if pool == number
                    )
                    for gains in scenarios
                ),
            )
            for number in range(pools.count)
        ]
        assert scan(book, pools, HERE).tolist() == by_hand
        assert scan.components(book, pools, HERE).sum(axis=1).tolist() == by_hand


@given(sizes, table, st.integers(2, 9))
def test_components_scale_with_the_book(
    rows: list[tuple[str, int, str]], scenarios: list[tuple[int, ...]], times: int
) -> None:
    """A book a few times as large has each contribution a few times as large: what Euler needs."""
    scan = tabled(dict(zip(NAMES, zip(*scenarios, strict=True), strict=True)))
    small, large = exact(rows), exact([(name, size * times, owner) for name, size, owner in rows])
    one, many = (scan.components(book, cross(book), HERE) for book in (small, large))
    assert (one * times).tolist() == many.tolist()


@given(sizes, table)
def test_pooling_never_raises_a_tabled_requirement(
    rows: list[tuple[str, int, str]], scenarios: list[tuple[int, ...]]
) -> None:
    """With a table of gains a pool needs at most what its parts need apart."""
    book, scan = exact(rows), tabled(dict(zip(NAMES, zip(*scenarios, strict=True), strict=True)))
    apart, pooled = scan(book, isolated(book), HERE).sum(), scan(book, cross(book), HERE).sum()
    assert pooled <= apart


fractions = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)


@given(debt=st.integers(50, 130), bonus=st.integers(1, 20), share=fractions)
def test_a_liquidation_heals_exactly_below_the_toxic_frontier(debt: int, bonus: int, share: Fraction) -> None:
    """One step lowers the loan to value below 1/(1 + bonus), raises it above, and leaves it where it is on it."""
    loan, extra = Loan(Fraction(100), Fraction(debt)), Fraction(bonus, 100)
    after = loan.repaid(share * loan.debt, extra)
    frontier = collateral.toxic_frontier(extra)
    if loan.to_value < frontier:
        assert after.to_value < loan.to_value
    elif loan.to_value > frontier:
        assert after.to_value > loan.to_value
    else:
        assert after.to_value in (loan.to_value, float("inf"))


@given(debt=st.integers(96, 130), share=fractions)
def test_bad_debt_does_not_depend_on_the_size_of_the_steps(debt: int, share: Fraction) -> None:
    """Above the frontier a spiral of any step ends without collateral and with the same debt: D - C / (1 + bonus)."""
    *_, last = spiral(Loan(Fraction(100), Fraction(debt)), Fraction(9, 10), Fraction(1, 20), max(share, Fraction(1, 5)))
    assert last == Loan(0, debt - Fraction(2000, 21))


@given(debt=st.integers(76, 85))
def test_two_steps_pay_at_least_as_much_as_one_and_no_other_first_step_pays_more(debt: int) -> None:
    """Whatever the first repayment on a grid that leaves the loan unhealthy, the pair pays no more than the optimum."""
    loan, threshold, bonus, share = Loan(Fraction(100), Fraction(debt)), Fraction(3, 4), Fraction(2, 25), Fraction(1, 2)
    best = sum(two_steps(loan, threshold, bonus, share))
    assert best >= share * loan.debt
    for first in (share * loan.debt * Fraction(step, 50) for step in range(51)):
        after = loan.repaid(first, bonus)
        second = share * after.debt if after.debt >= threshold * after.collateral else 0
        assert first + second <= best


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 500), st.integers(0, 2)), min_size=1, max_size=6),
)
def test_lenders_lose_the_bad_debt_and_only_that_of_their_pool(rows: list[tuple[int, int, int]]) -> None:
    """What the lenders of a pool lose is its bad debt, all of it; a pool that lent less is refused by name."""
    bad, lent, pool = (np.array(cells) for cells in zip(*rows, strict=True))
    owed = {number: (bad[pool == number].sum(), lent[pool == number].sum()) for number in pool.tolist()}
    failing = [number for number, (debt, most) in owed.items() if debt > most]
    if failing:
        with pytest.raises(InvalidInput, match=f"bad debt of pool {min(failing)} is"):
            lenders_lose(bad, lent, pool)
        return
    lost = lenders_lose(bad, lent, pool)
    for number, (debt, most) in owed.items():
        assert lost[pool == number].sum() == pytest.approx(debt)
        assert lost[pool == number] / lent[pool == number] == pytest.approx(debt / most)


@given(bonus=st.integers(1, 40), share=st.fractions(Fraction(1, 50), 1), unit=st.sampled_from([Fraction, float]))
def test_a_spiral_at_the_exact_frontier_ends(bonus: int, share: Fraction, unit: Any) -> None:
    """At a ratio of 1 / (1 + bonus) nothing heals or harms; the debt left is the D - C / (1 + bonus) of a spiral
    above the frontier, which is nothing, however small the steps.
    """
    loan = Loan(unit(Fraction(100 + bonus)), unit(Fraction(100)))
    told = list(islice(spiral(loan, unit(Fraction(1, 2)), unit(Fraction(bonus, 100)), unit(share)), 100))
    assert len(told) < 100
    assert told[-1].debt == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Loan(100, -1), "debt is -1"),
        (lambda: list(spiral(Loan(100, 96), 0.9, 0.05, 1.5)), "share is 1.5"),
        (lambda: list(spiral(Loan(100, 96), 0.9, 0, 0.5)), "bonus is 0"),
        (lambda: two_steps(Loan(100, 50), 0.75, 0.08, 0.5), "healthy"),
        (lambda: lenders_lose(np.array([1.0]), np.array([0.0]), np.array([0])), "supplied is 0"),
    ],
)
def test_bad_loans_are_refused(call: Any, named: str) -> None:
    """Each bad value is refused by name."""
    with pytest.raises(InvalidInput, match=named):
        call()


@pytest.mark.parametrize("make", [scanned, tabled])
def test_a_market_without_scenarios_is_named(make: Any) -> None:
    """A scan that knows nothing of a market in the book says so."""
    book = exact([("F", 1, "a")])
    with pytest.raises(UnknownName, match="'C'"):
        book.risk(cross, HERE, make({"F": [Fraction(1, 10)]}))
    with pytest.raises(MarginError, match="nan"):
        book.risk(cross, HERE, make({name: [float("nan")] for name in NAMES}))


def test_a_loan_with_debt_alone_has_no_finite_ratio() -> None:
    """Its loan to value is infinite, and a spiral has nothing to sell."""
    assert Loan(0, 5).to_value == float("inf")
    assert list(spiral(Loan(0, 5), 0.9, 0.05, 0.5)) == [Loan(0, 5)]


def test_close_to_a_threshold_of_one_every_repayment_leaves_the_loan_unhealthy() -> None:
    """Where liquidating never heals, the close factor alone limits both repayments."""
    assert two_steps(Loan(100, 99), 0.96, 0.05, 0.5) == (49.5, 24.75)


@pytest.mark.parametrize("debt", [Fraction(5), Fraction(100), Fraction(1_000)])
def test_no_repayment_leaves_a_debt_below_zero(debt: Fraction) -> None:
    """Where the collateral pays for more than is owed, nothing is owed any more; where it pays for less, the rest."""
    left = Loan(Fraction(110), debt).repaid(Fraction(1_000), Fraction(1, 10))
    assert (left.collateral, left.debt) == (0, max(debt - 100, 0))


money, percents = st.integers(1, 2_000), st.integers(1, 99)


@given(collateral_=money, debt=money, line=percents, bonus=st.integers(1, 30), share=st.integers(10, 100))
def test_a_spiral_is_that_of_a_diary(collateral_: int, debt: int, line: int, bonus: int, share: int) -> None:
    """Steps, bad debt and what each of the three has at the end are those of the second implementation, exactly."""
    loan = Loan(Fraction(collateral_), Fraction(debt))
    threshold, extra, part = Fraction(line, 100), Fraction(bonus, 100), Fraction(share, 100)
    if loan.to_value == collateral.toxic_frontier(extra):
        return  # the diary never ends there
    loans = list(spiral(loan, threshold, extra, part))
    diary = told(loan.collateral, loan.debt, threshold, extra, part)
    last, repaid = loans[-1], loan.debt - loans[-1].debt
    left = max(last.collateral - last.debt, 0)
    assert len(loans) - 1 == diary.times
    assert (repaid + min(last.collateral, last.debt), left) == (diary.lenders, diary.borrower)
    assert loan.collateral - last.collateral - repaid == diary.liquidators
    assert sum(diary[:3]) == loan.collateral  # nothing is made and nothing is lost


@given(collateral_=money, debt=money, bonus=st.integers(0, 30), impact=st.integers(100, 140), share=fractions)
def test_no_liquidation_changes_the_shortfall(
    collateral_: int, debt: int, bonus: int, impact: int, share: Fraction
) -> None:
    """However much is repaid, as long as the collateral pays for it; it is zero exactly at the toxic frontier."""
    loan, extra, factor = Loan(Fraction(collateral_), Fraction(debt)), Fraction(bonus, 100), Fraction(impact, 100)
    short = collateral.shortfall(loan.collateral, loan.debt, extra, factor)
    effective = (1 + extra) * factor - 1
    repaid = min(share * loan.debt, loan.collateral / (1 + effective))
    after = loan.repaid(repaid, effective)
    assert collateral.shortfall(after.collateral, after.debt, extra, factor) == short
    assert (short > 0) == (loan.to_value > collateral.toxic_frontier(extra, factor))


@given(debt=st.integers(700, 1_400), bonus=st.integers(1, 30), share=st.integers(20, 100))
def test_bad_debt_is_the_shortfall_or_nothing(debt: int, bonus: int, share: int) -> None:
    """A loan with a shortfall above zero ends with that much bad debt, and any other one ends with none."""
    loan, extra = Loan(Fraction(1_000), Fraction(debt)), Fraction(bonus, 100)
    short = collateral.shortfall(loan.collateral, loan.debt, extra)
    *_, last = spiral(loan, min(Fraction(7, 10), collateral.toxic_frontier(extra)), extra, Fraction(share, 100))
    assert (last.debt if last.collateral == 0 else 0) == max(short, 0)


mixed = st.lists(st.tuples(money, percents), min_size=1, max_size=4)


@given(rows=mixed, debt=st.integers(2, 3_000), bonus=st.integers(0, 20), part=fractions, data=st.data())
def test_taking_collateral_raises_health_exactly_where_its_limit_lies_below(
    rows: list[tuple[int, int]], debt: int, bonus: int, part: Fraction, data: st.DataObject
) -> None:
    """Health before and after is that of a loop, and it rises iff weight (1 + bonus) is below it, falls iff above."""
    values, weights = ([Fraction(cell) for cell in cells] for cells in zip(*rows, strict=True))
    weights, extra = [weight / 100 for weight in weights], Fraction(bonus, 100)
    place = data.draw(st.integers(0, len(rows) - 1))
    repaid = part * min(values[place] / (1 + extra), Fraction(debt))
    loan = MixedLoan(values, weights, Fraction(debt))
    after = loan.taken(place, repaid, extra)
    left = [value - (repaid + repaid * extra if at == place else 0) for at, value in enumerate(values)]
    assert loan.health == health(values, weights, Fraction(debt))
    assert after.health == health(left, weights, debt - repaid)
    limit = collateral.toxic_health(weights[place], extra)
    assert (after.health > loan.health, after.health < loan.health) == (limit < loan.health, limit > loan.health)


@given(collateral_=money, debt=money, weight=percents, bonus=st.integers(0, 20))
def test_with_one_collateral_the_limit_of_health_is_the_toxic_frontier(
    collateral_: int, debt: int, weight: int, bonus: int
) -> None:
    """Health below weight (1 + bonus) is a loan to value above 1 / (1 + bonus)."""
    loan, extra = MixedLoan([Fraction(collateral_)], [Fraction(weight, 100)], Fraction(debt)), Fraction(bonus, 100)
    toxic = loan.to_value > collateral.toxic_frontier(extra)
    assert toxic == (loan.health < collateral.toxic_health(loan.weights[0], extra))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: MixedLoan((600, 600), (0.93,), 900), "values are 2 and weights 1"),
        (lambda: MixedLoan((), (), 900), "values are 0"),
        (lambda: MixedLoan((600,), (93,), 900), "weight is 93"),
        (lambda: MixedLoan((600,), (0.9,), 0), "debt is 0"),
        (lambda: MixedLoan((600, 600), (0.9, 0.5), 900).taken(2, 1, 0.05), "place is 2, .* from 0 to 1"),
        (lambda: MixedLoan((600, 600), (0.9, 0.5), 900).taken(0, 590, 0.05), "repaid is 590 of a debt of 900"),
        (lambda: MixedLoan((2_000,), (0.9,), 900).taken(0, 900, 0.05), "repay less than the debt"),
        (lambda: Loan(100, 94).repaid(-1, 0.05), "amount is -1"),
    ],
)
def test_bad_loans_with_several_collaterals_are_refused(call: Any, named: str) -> None:
    """Each bad value is refused by name, with the way out."""
    with pytest.raises(InvalidInput, match=named):
        call()


def test_where_two_scenarios_are_equally_bad_the_first_gives_the_components() -> None:
    """As the docstring of `Scan.components` says."""
    scan = tabled({"F": [-10, 0], "C": [0, -10], "D": [0, 0]})
    book = exact([("F", 1, "a"), ("C", 1, "a")])
    assert scan.components(book, cross(book), HERE).tolist() == [[10, 0, 0]]


def test_nothing_of_an_asset_is_worth_nothing() -> None:
    """Neither collateral nor debt, in whole numbers as well."""
    assert [collateral.weighted_value(amount, 5, 0.5, 1.5) for amount in (0, 0.0, 2, -2)] == [0, 0, 5, -15]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (lambda: MixedLoan((Decimal(100),), (0.5,), 40.0).counted, "values is 100"),
        (lambda: MixedLoan((100.0,), (0.5,), Decimal(40)).health, "debt is 40"),
        (lambda: MixedLoan((100.0,), (0.5,), Decimal(40)).to_value, "debt is 40"),
        (lambda: MixedLoan((100.0,), (0.5,), 40.0).taken(0, Decimal(10), 0.05), "repaid is 10"),
        (lambda: Loan(100.0, Decimal(90)).to_value, "debt is 90"),
        (lambda: Loan(100.0, 90.0).repaid(Decimal(10), 0.05), "amount is 10"),
        (lambda: two_steps(Loan(100.0, Decimal(90)), 0.75, 0.08, 0.5), "debt is 90"),
    ],
)
def test_a_decimal_among_floats_of_a_loan_is_refused_by_its_name(asked: Callable[[], Any], name: str) -> None:
    """Wherever the two would meet, also in a second argument."""
    with pytest.raises(InvalidInput, match=f"{name}, a Decimal"):
        asked()
