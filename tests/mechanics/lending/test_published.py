"""Published figures of portfolio margin and of lending, each under the number of its register, at printed precision."""

import pytest

from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.lending import Loan, MixedLoan, collateral, spiral, two_steps
from marginlib.modes import cross, isolated
from marginlib.requirements import scanned, tabled
from marginlib.schedules import FlatRate

# McMillan, "Options as a Strategic Investment", chapter 34: gains of a long in sixteen scenarios; price by thirds of
# the range with volatility up and down, then two extreme moves that count in part
FUTURE = [0, 0, 3330, 3330, -3330, -3330, 6670, 6670, -6670, -6670, 10000, 10000, -10000, -10000, 7000, -7000]
CALL = [460, -610, 2640, 1730, -1270, -2340, 5210, 4540, -2540, -3430, 8060, 7640, -3380, -3990, 3130, -1500]


def test_r11_a_covered_write_needs_6620_pooled_and_18060_apart() -> None:
    """SPAN: long the future, short the call; the worst is the last third down with volatility up; 63.3 % saved."""
    scan = tabled({"future": FUTURE, "call": CALL})
    flat = dict.fromkeys(("future", "call"), FlatRate(0.01))
    book = Book(["future", "call"], [1.0, -1.0], [400.0, 10.0], [0.0, 0.0], flat, free={"": 20_000.0})
    prices = {"future": 400.0, "call": 10.0}
    assert book.risk(isolated, prices, scan).maintenance.tolist() == [10_000, 8_060, 0]
    assert book.risk(cross, prices, scan).maintenance.tolist() == [6_620]
    assert scan.components(book, cross(book), prices).tolist() == [[10_000, -3_380]]
    assert round(100 * (1 - 6_620 / 18_060), 1) == 63.3


@pytest.mark.parametrize(
    ("move", "published"),
    [(-0.16, -0.0596858724), (-0.12, -0.0427296586), (-0.08, -0.0272478983), (-0.04, -0.0130562846)],
)
def test_r12_the_deribit_vector_is_an_inverse_future(move: float, published: float) -> None:
    """Deribit's portfolio margin example (private/simulate_portfolio): an inverse future worth 0.31335083 coins."""
    book = Book(
        ["BTC"],
        [0.31335083 * 50_000],
        [50_000.0],
        [1.0],
        {"BTC": FlatRate(0.01)},
        conventions=Conventions(contract="inverse"),
    )
    need = book.risk(isolated, {"BTC": 50_000.0}, scanned({"BTC": [move]})).maintenance[0]
    assert round(-float(need), 9) == round(published, 9)


@pytest.mark.parametrize(
    ("threshold", "published"),
    [
        (0.98, 1.0060),
        (0.965, 1.0106),
        (0.945, 1.0168),
        (0.915, 1.0262),
        (0.86, 1.0438),
        (0.77, 1.0741),
        (0.625, 1.1268),
        (0.385, 1.15),
    ],
)
def test_r22_morpho_incentives(threshold: float, published: float) -> None:
    """Morpho Blue's liquidation incentive at each threshold; the two multiplied stay below 1, so that closing heals."""
    found = collateral.liquidation_incentive(threshold, 0.3, 1.15)
    assert round(found, 4) == published
    assert threshold * found < 1


@pytest.mark.parametrize(
    ("bonus", "published"), [(0.04, 0.9615), (0.05, 0.9524), (0.08, 0.9259), (0.10, 0.9091), (0.15, 0.8696)]
)
def test_r24_toxic_frontier(bonus: float, published: float) -> None:
    """The loan to value above which liquidating makes a loan worse (Warmuz, Chaudhary, Pinna)."""
    assert round(collateral.toxic_frontier(bonus), 4) == published


def test_r24_toxic_frontier_with_a_pool() -> None:
    """Sold into a constant-product pool 20 times as deep, the frontier falls to 0.8658; so with a slope of 0.001."""
    assert round(collateral.toxic_frontier(0.05, collateral.pool_impact(0.05)), 4) == 0.8658
    assert round(collateral.toxic_frontier(0.05, collateral.slope_impact(0.001, 100)), 4) == 0.8658


@pytest.mark.parametrize(
    ("debt", "published"),
    [(94, [0.940, 0.928, 0.905, 0.862]), (96, [0.960, 0.968, 0.984, 1.017, 1.091, 1.277])],
)
def test_r24_spiral(debt: float, published: list[float]) -> None:
    """Half the debt a step, bonus 5 %: 94 against 100 heals, 96 against 100 dies."""
    found = [loan.to_value for loan in spiral(Loan(100.0, debt), 0.9, 0.05, 0.5)]
    assert [round(value, 3) for value in found[: len(published)]] == published


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1])
def test_r24_bad_debt(share: float) -> None:
    """What 96 against 100 leaves unpaid is 0.7619 in one step, in halves and in tenths."""
    *_, last = spiral(Loan(100.0, 96.0), 0.9, 0.05, share)
    assert (last.collateral, round(last.debt, 4)) == (0, 0.7619)


def test_r25_looped_loan() -> None:
    """Looped 12 times, threshold 0.95, bonus 1 %: eligible at a fall of 3.51 %, exhausted at 7.42 % (Gatto)."""
    health = 0.95 * 12 / 11
    assert round(100 * collateral.eligible_fall(health), 2) == 3.51
    assert round(100 * collateral.exhausted_fall(health, 0.95, 0.01), 2) == 7.42


def test_r26_two_steps_pay_a_third_more() -> None:
    """Qin et al.: 80 owed against 100 at 0.75, close factor one half, bonus 8 %: 3.20 in one step, 4.2526 in two."""
    once, twice = 0.08 * 0.5 * 80, 0.08 * sum(two_steps(Loan(100.0, 80.0), 0.75, 0.08, 0.5))
    assert (round(once, 2), round(twice, 4), round(100 * (twice / once - 1), 1)) == (3.20, 4.2526, 32.9)


def test_a_reader_of_the_taught_contract_found_the_same_limit_of_health() -> None:
    """Cyfrin/foundry-defi-stablecoin-cu, issue 163: bonus 10 %, twice the debt wanted: 1.1 / 2; 100 % is too late."""
    assert collateral.toxic_health(0.5, 0.1) == pytest.approx((100 + 10) / (100 * 2))
    assert collateral.toxic_frontier(0.1) == pytest.approx(1 / 1.1)


def test_a_loan_above_health_one_can_lack_collateral_for_its_debt() -> None:
    """Two collaterals of 115 and 100 with a bonus of 15 % repay 186.96 of 188, whatever a health factor says."""
    assert round(188 - float(collateral.shortfall(215, 188, 0.15)), 2) == 186.96


def test_which_collateral_is_taken_decides() -> None:
    """Sherlock, 2023-12-arcadia, issue 178: 600 of ETH at 1 and 400 of BTC at 0.5 for 1,000 have a health of 0.80."""
    loan = MixedLoan((600, 400), (1, 0.5), 1_000)
    assert loan.health == pytest.approx(0.80)
    assert loan.taken(0, 100, 0.05).health < loan.health < loan.taken(1, 100, 0.05).health


@pytest.mark.parametrize(
    ("debt", "lent", "steps"),
    [(960, 1.0, 1), (960, 0.5, 5), (960, 0.25, 11), (960, 0.1, 28)],
)
def test_smaller_steps_take_longer_and_save_nothing(debt: float, lent: float, steps: int) -> None:
    """The lesson's loan: 50.91 unpaid whatever is repaid at a time."""
    loans = list(spiral(Loan(1_000.0, debt), 0.8, 0.1, lent))
    assert len(loans) - 1 == steps
    assert round(loans[-1].debt, 2) == round(collateral.shortfall(1_000, debt, 0.1), 2) == 50.91
