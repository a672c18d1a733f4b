"""Clearing, DebtRank, fire sales and compartments against exact search, linear programs and closed forms."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import sparse
from scipy.optimize import linprog
from scipy.special import lambertw

from marginlib.book import Book
from marginlib.contagion import Settlement, blast_radius, clearing_vector, debt_rank, fire_sale, settlement
from marginlib.errors import InvalidInput, UnknownName
from marginlib.modes import cross, isolated
from marginlib.schedules import FlatRate

SHARES = (Fraction(1), Fraction(3, 4), Fraction(1, 2), Fraction(0))
Network = tuple[list[list[int]], list[int]]


@some.composite
def networks(draw: Any, most: int = 4) -> Network:
    """Draw a small network of whole debts, with many ties, swamps and isolated nodes."""
    n = draw(some.integers(1, most))
    debt = some.sampled_from([0, 0, 1, 2, 3])
    owes = [[0 if i == j else draw(debt) for j in range(n)] for i in range(n)]
    return owes, [draw(some.sampled_from([0, 0, 1, 2])) for _ in range(n)]


def solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Solution of a system of Fractions, None where it is singular."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(len(rows)):
        pivot = next((row for row in range(column, len(rows)) if rows[row][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(len(rows)):
            if row != column:
                factor = rows[row][column]
                rows[row] = [value - factor * top for value, top in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]


def every_solution(network: Network, on_assets: Fraction, on_claims: Fraction) -> list[list[Fraction]]:
    """All clearing vectors in which every node pays in full, nothing, or the solution of a system, by trying them."""
    owes, assets = network
    n = len(assets)
    owed = [sum(row) for row in owes]
    share = [[Fraction(owes[i][j], owed[i]) if owed[i] else Fraction(0) for j in range(n)] for i in range(n)]
    found = []
    for states in itertools.product(("fully", "partly", "never"), repeat=n):
        partly = [i for i in range(n) if states[i] == "partly"]
        fixed = [owed[j] if states[j] == "fully" else 0 for j in range(n)]
        right = [on_assets * assets[i] + on_claims * sum(share[j][i] * fixed[j] for j in range(n)) for i in partly]
        part = solved([[(i == j) - on_claims * share[j][i] for j in partly] for i in partly], right)
        if part is None:
            continue
        payments = [Fraction(value) for value in fixed]
        for i, value in zip(partly, part, strict=True):
            payments[i] = value
        received = [sum(share[j][i] * payments[j] for j in range(n)) for i in range(n)]
        pays = [
            owed[i] if assets[i] + received[i] >= owed[i] else on_assets * assets[i] + on_claims * received[i]
            for i in range(n)
        ]
        if pays == payments and min(payments) >= 0:
            found.append(payments)
    return found


@given(networks(), some.sampled_from(SHARES), some.sampled_from(SHARES))
@settings(max_examples=60)
def test_clearing_is_the_extreme_of_all_solutions(network: Network, on_assets: Any, on_claims: Any) -> None:
    """Greatest and least equal, node by node, the extremes of all solutions found by exact search over default sets."""
    solutions = np.array(every_solution(network, on_assets, on_claims), dtype=float)
    recovery: dict[str, Any] = {"recovery_assets": float(on_assets), "recovery_claims": float(on_claims)}
    greatest = clearing_vector(*network, **recovery)
    least = clearing_vector(*network, **recovery, extreme="least")
    np.testing.assert_allclose(greatest, solutions.max(axis=0), atol=1e-10)
    np.testing.assert_allclose(least, solutions.min(axis=0), atol=1e-10)


def random_network(seed: int, n: int, links: int, wealth: float) -> tuple[sparse.csr_array, np.ndarray]:
    """Return exponential debts between nodes drawn at random, and exponential assets with the mean `wealth`."""
    random = np.random.default_rng(seed)
    ends = random.integers(0, n, (2, links))
    ends = ends[:, ends[0] != ends[1]]
    debts = sparse.coo_array((random.exponential(1.0, ends.shape[1]), (ends[0], ends[1])), shape=(n, n))
    return debts.tocsr(), random.exponential(wealth, n)


@pytest.mark.parametrize("seed", range(12))
def test_clearing_is_the_optimum_of_a_linear_program(seed: int) -> None:
    """Without default costs the greatest vector is the one with the largest sum (Eisenberg and Noe, lemma 4)."""
    debts, assets = random_network(seed, 40, 200, 10.0 ** (seed % 4 - 2))
    owed = debts.sum(axis=1)
    shares = debts.toarray() / np.where(owed > 0, owed, 1)[:, None]
    best = linprog(
        -np.ones(40), A_ub=np.eye(40) - shares.T, b_ub=assets, bounds=np.stack([0 * owed, owed], axis=1), method="highs"
    )
    np.testing.assert_allclose(clearing_vector(debts, assets), best.x, atol=1e-7)


@pytest.mark.parametrize(("n", "leak"), [(50, 1e-2), (1_000, 1e-3), (1_000, 1e-7), (5_000, 1e-5)])
@pytest.mark.parametrize("extreme", ["greatest", "least"])
def test_deep_stress_with_slow_contraction(n: int, leak: float, extreme: str) -> None:
    """In a ring that loses next to nothing a round, where all default, payments equal the geometric series."""
    here = np.arange(n)
    ends = np.concatenate([here, here]), np.concatenate([(here + 1) % n, np.full(n, n)])
    debts = sparse.csr_array((np.repeat([1.0, leak], n), ends), shape=(n + 1, n + 1))
    assets = np.zeros(n + 1)
    assets[0] = leak * n / 2
    kept = 1 / (1 + leak)
    exact = assets[0] * kept**here / (1 - kept**n)
    payments = clearing_vector(debts, assets, extreme=extreme)
    np.testing.assert_allclose(payments[:n], exact, rtol=1e-10)
    assert payments[n] == 0


def test_large_random_networks_in_deep_stress() -> None:
    """A network without next to anything clears to a fixed point of the definition, to 1e-10 of the largest debt."""
    debts, assets = random_network(3, 3_000, 30_000, 1e-4)
    owed = debts.sum(axis=1)
    shares = sparse.diags_array(1 / np.where(owed > 0, owed, 1)) @ debts
    for extreme in ("greatest", "least"):
        payments = clearing_vector(debts, assets, extreme=extreme)
        np.testing.assert_allclose(payments, np.minimum(owed, assets + shares.T @ payments), atol=1e-12)
    assert (payments < owed - 1e-9).mean() > 0.9
    assert assets.sum() == pytest.approx((assets + shares.T @ payments - payments).sum(), rel=1e-10)


def test_the_published_example_of_two_solutions() -> None:
    """R29: two nodes that owe each other 1 and own nothing pay (0, 0) or (1, 1); with 0.01 only (1, 1)."""
    owes = [[0, 1], [1, 0]]
    assert clearing_vector(owes, [0, 0]).tolist() == [1, 1]
    assert clearing_vector(owes, [0, 0], extreme="least").tolist() == [0, 0]
    for extreme in ("greatest", "least"):
        assert clearing_vector(owes, [0.01, 0], extreme=extreme).tolist() == [1, 1]


@given(networks(6), some.floats(0, 1), some.floats(0, 1))
@settings(max_examples=60)
def test_nobody_pays_more_than_it_owes_or_has(network: Network, on_assets: float, on_claims: float) -> None:
    """The least is never above the greatest, payments lie between zero and debts, and costs only destroy money."""
    owes, assets = np.array(network[0], dtype=float), np.array(network[1], dtype=float)
    owed = owes.sum(axis=1)
    shares = owes / np.where(owed > 0, owed, 1)[:, None]
    recovery: dict[str, Any] = {"recovery_assets": on_assets, "recovery_claims": on_claims}
    greatest, least = (clearing_vector(owes, assets, **recovery, extreme=way) for way in ("greatest", "least"))
    free = clearing_vector(owes, assets)
    for low, high in ((0 * owed, least), (least, greatest), (greatest, free), (free, owed)):
        assert (low <= high + 1e-9).all()
    for payments in (greatest, least, free):
        assert (payments <= assets + shares.T @ payments + 1e-9).all()
    assert (assets + shares.T @ free - free).sum() == pytest.approx(assets.sum())


@given(networks(6), some.randoms(use_true_random=False))
@settings(max_examples=30)
def test_names_of_nodes_do_not_matter(network: Network, random: Any) -> None:
    """Payments follow the nodes under any reordering, dense or in any sparse format."""
    owes, assets = np.array(network[0], dtype=float), np.array(network[1], dtype=float)
    order = random.sample(range(len(assets)), len(assets))
    there = clearing_vector(owes[order][:, order], assets[order], recovery_assets=0.5)
    here = clearing_vector(owes, assets, recovery_assets=0.5)
    np.testing.assert_allclose(there, here[order], atol=1e-12)
    for kind in (sparse.csc_array, sparse.coo_matrix, sparse.lil_array):
        assert (clearing_vector(kind(owes), assets, recovery_assets=0.5) == here).all()


def test_degenerate_networks() -> None:
    """An empty network, an isolated node, a swamp, and everybody bankrupt each have the answer the definition gives."""
    for extreme in ("greatest", "least"):
        assert clearing_vector(np.zeros((0, 0)), [], extreme=extreme).shape == (0,)
        assert clearing_vector(np.zeros((2, 2)), [5, 0], extreme=extreme).tolist() == [0, 0]
        everyone = clearing_vector([[0, 9, 1], [8, 0, 2], [0, 0, 0]], [1, 1, 0], extreme=extreme)
        np.testing.assert_allclose(everyone, [45 / 7, 47.5 / 7, 0], atol=1e-12)
    swamp = [[0, 3, 0, 0], [3, 0, 0, 0], [0, 0, 0, 2], [0, 0, 0, 0]]
    assert clearing_vector(swamp, [0, 0, 1, 0]).tolist() == [3, 3, 1, 0]
    assert clearing_vector(swamp, [0, 0, 1, 0], extreme="least").tolist() == [0, 0, 1, 0]
    assert debt_rank(np.zeros((0, 0)), [], []).shape == (0,)


def test_a_node_that_can_just_pay_is_solvent() -> None:
    """A tie is no default, also where default costs would make it one for rounding alone."""
    just = [[0, 0.1, 0], [0, 0, 0.8], [0, 0, 0]]  # 0.7 and 0.1 are 0.7999999999999999 in floats
    payments = clearing_vector(just, [0.1, 0.7, 0], recovery_assets=0.0, recovery_claims=0.0)
    assert payments.tolist() == [0.1, 0.8, 0]


REFUSED: list[tuple[tuple[Any, Any], dict[str, Any], str]] = [
    (([[0, 1, 2]], [1]), {}, "square"),
    (([0, 1], [1, 1]), {}, "square"),
    (([[0, 1], [0, 0]], [1, 1, 1]), {}, r"\(3,\), but it must have \(2,\)"),
    (([[0, -1], [0, 0]], [1, 1]), {}, "zero or more"),
    (([[0, np.nan], [0, 0]], [1, 1]), {}, "liabilities is nan"),
    ((sparse.csr_array([[0, np.inf], [0, 0]]), [1, 1]), {}, "liabilities is inf"),
    (([[0, 1], [0, 2]], [1, 1]), {}, "node 1 owes itself"),
    (([[0, 1], [0, 0]], [1, -1]), {}, "external assets is -1"),
    (([[0, 1], [0, 0]], [1, np.nan]), {}, "external assets is nan"),
    (([[0, 1], [0, 0]], [1, 1]), {"recovery_assets": 1.1}, "recovery_assets is 1.1"),
    (([[0, 1], [0, 0]], [1, 1]), {"recovery_claims": -0.1}, "recovery_claims is -0.1"),
    (([[0, 1], [0, 0]], [1, 1]), {"recovery_claims": float("nan")}, "recovery_claims is nan"),
    (([[0, 1], [0, 0]], [1, 1]), {"extreme": "middle"}, "extreme is 'middle'"),
]


@pytest.mark.parametrize(("arguments", "options", "message"), REFUSED)
def test_impossible_networks_are_refused(arguments: Any, options: dict[str, Any], message: str) -> None:
    """The message names the value and what it must be."""
    with pytest.raises(InvalidInput, match=message):
        clearing_vector(*arguments, **options)


# -------------------------------------------------------------------------------------------------------- DebtRank


def step_by_step(exposures: np.ndarray, equity: np.ndarray, losses: np.ndarray) -> np.ndarray:
    """DebtRank as its definition says, round by round, until nothing moves."""
    alive = equity > 0
    links = np.where(alive[:, None], exposures / np.where(alive, equity, 1)[:, None], 0)
    before = 0 * losses
    now = np.where(alive, np.minimum(1, losses / np.where(alive, equity, 1)), 1)
    for _ in range(100_000):
        before, now = now, np.minimum(1, now + links @ (now - before))
        if (now - before).max(initial=0) < 1e-16:
            break
    return now


@given(some.integers(0, 10**6), some.integers(1, 8), some.floats(0.05, 0.9) | some.floats(1.1, 3), some.booleans())
@settings(max_examples=60)
def test_debt_rank_is_the_limit_of_its_definition(seed: int, n: int, radius: float, ruined: bool) -> None:
    """With cycles that fade or explode, and nodes without equity, the limit is that of the rounds, dense and sparse."""
    random = np.random.default_rng(seed)
    exposures = random.random((n, n)) * (random.random((n, n)) < 0.6) * (1 - np.eye(n))
    equity = random.random(n) + 0.5
    largest = max(abs(np.linalg.eigvals(exposures / equity[:, None])), default=0)
    exposures *= radius / largest if largest > 1e-9 else 1
    losses = random.random(n) * (random.random(n) < 0.5) * 0.2
    equity[0] = (0.0, -1.0)[seed % 2] if ruined else equity[0]
    limit = step_by_step(exposures, equity, losses)
    np.testing.assert_allclose(debt_rank(exposures, equity, losses), limit, atol=1e-10)
    np.testing.assert_allclose(debt_rank(sparse.coo_array(exposures), equity, losses), limit, atol=1e-10)
    assert (limit >= np.where(equity > 0, losses / np.where(equity > 0, equity, 1), 1).clip(max=1) - 1e-12).all()


def test_debt_rank_round_a_circle() -> None:
    """A loss of h round a pair that hands on 0.999 of it ends at h / (1 - 0.999**2), capped at 1."""
    pair = 0.999 * (np.ones((2, 2)) - np.eye(2))
    start = 1e-4
    first = start / (1 - 0.999**2)
    np.testing.assert_allclose(debt_rank(pair, [1, 1], [start, 0]), [first, 0.999 * first], rtol=1e-10)
    assert debt_rank(pair, [1, 1], [0.5, 0]).tolist() == [1, 0.999]
    with pytest.raises(InvalidInput, match="initial losses is -1"):
        debt_rank(pair, [1, 1], [-1, 0])


def test_a_circle_that_lost_nothing_loses_nothing() -> None:
    """Exposures that would multiply any loss leave a node alone that no loss reaches."""
    exposures = np.array([[0, 5.0, 0], [5.0, 0, 0], [0, 0, 0]])
    assert debt_rank(exposures, [1, 1, 1], [0, 0, 0.5]).tolist() == [0, 0, 0.5]


# ------------------------------------------------------------------------------- fire sales, stars and compartments


@given(some.floats(0.1, 30), some.floats(0.001, 0.2), some.floats(1, 100))
@settings(max_examples=50)
def test_a_fire_sale_of_one_is_the_lambert_function(debt: float, impact: float, units: float) -> None:
    """One seller raises s exp(-impact s) = debt, which the Lambert function solves; where it cannot, all is sold."""
    need = impact * debt
    sale = fire_sale([[0, debt], [0, 0]], [0, 0], [units, 0], impact)
    if abs(need * np.e - 1) > 1e-3:
        enough = float(-lambertw(-need).real / impact) if need < 1 / np.e else np.inf
        assert sale.sold[0] == pytest.approx(min(enough, units), rel=1e-6)
        assert sale.price == pytest.approx(np.exp(-impact * min(enough, units)), rel=1e-6)


@given(networks(5))
@settings(max_examples=30)
def test_a_fire_sale_without_impact_is_clearing(network: Network) -> None:
    """Where sales move no price, units are cash."""
    owes, assets = network
    sale = fire_sale(owes, np.array(assets) / 4, np.array(assets) * 3 / 4, 0.0)
    np.testing.assert_allclose(sale.payments, clearing_vector(owes, assets), atol=1e-12)
    assert sale.price == 1


def star(book: Book, price: float, fund: float) -> Settlement:
    """Return the network of a venue with one market, isolated, and one fund."""
    return settlement(book, isolated, {"A": price}, {"A": "fund"}, {"fund": fund})


def one_market(size: list[float], collateral: list[float]) -> Book:
    """Positions in one market from 100, each of another owner."""
    owners = [f"owner {place}" for place in range(len(size))]
    return Book(["A"] * len(size), size, [100.0] * len(size), collateral, {"A": FlatRate(0.01)}, owners)


def test_clearing_on_a_star_is_pro_rata_deleveraging() -> None:
    """R33: losers bring 75 of the 90 they owe, and every winner receives 5/6 of its profit."""
    book = one_market([3.0, 1.5, -2.0, -1.5, -1.0], [60.0, 15.0, 9.0, 9.0, 9.0])
    owes, assets, _ = star(book, 80.0, 0.0)
    payments = clearing_vector(owes, assets)
    house = len(assets) - 1
    assert owes.toarray()[:2, house].sum() == 90
    assert payments[:2].sum() == 75
    assert payments[house] / owes.sum(axis=1)[house] == pytest.approx(5 / 6, rel=1e-15)


@given(some.integers(0, 10**6), some.floats(0, 50))
@settings(max_examples=30)
def test_the_haircut_of_a_star_is_what_came_in_over_what_is_owed(seed: int, fund: float) -> None:
    """Pro rata auto-deleveraging, computed with one division, equals clearing for any book with one fund."""
    random = np.random.default_rng(seed)
    longs, shorts = random.random(4) + 0.1, random.random(3) + 0.1
    size = np.concatenate([longs, -shorts * longs.sum() / shorts.sum()])
    book = one_market(size.tolist(), (random.random(7) * 40).tolist())
    price = float(random.choice([60.0, 90.0, 110.0, 160.0]))
    profit = size * (price - 100)
    collected = np.minimum(-profit, book.collateral)[profit < 0].sum()
    share = min(1.0, (collected + fund) / profit[profit > 0].sum())
    owes, assets, _ = star(book, price, fund)
    payments = clearing_vector(owes, assets)
    received = owes.toarray()[-1, :7] / owes.toarray()[-1].sum() * payments[-1]
    np.testing.assert_allclose(received[profit > 0], share * profit[profit > 0], rtol=1e-9)


def two_markets() -> Book:
    """One bankrupt long in A; winners in A and B; and an account with a leg in each."""
    return Book(
        ["A", "A", "B", "B", "A", "B"],
        [2.0, -1.0, 1.0, -2.0, -1.0, 1.0],
        [100.0] * 6,
        [20.0, 10.0, 30.0, 30.0, 5.0, 5.0],
        dict.fromkeys("AB", FlatRate(0.01)),
        ["ruined", "winner", "other", "loser", "both", "both"],
    )


PRICES = {"A": 70.0, "B": 110.0}
APART = {"A": "fund A", "B": "fund B"}


def shares_paid(mode: Any, fund_of: dict[str, str], funds: dict[str, float]) -> dict[str, float]:
    """What each fund pays of what it owes."""
    owes, assets, _ = settlement(two_markets(), mode, PRICES, fund_of, funds)
    payments, owed = clearing_vector(owes, assets), owes.sum(axis=1)
    return {name: float(payments[place] / owed[place]) for place, name in enumerate(funds, len(assets) - len(funds))}


def test_compartments_decide_where_a_loss_stops() -> None:
    """A loss in market A leaves market B alone with a fund each; a shared fund spreads it, a smaller one a creditor."""
    apart = shares_paid(isolated, APART, {"fund A": 1.0, "fund B": 9.0})
    assert apart == {"fund A": pytest.approx(21 / 60), "fund B": 1.0}
    together = shares_paid(isolated, dict.fromkeys("AB", "fund"), {"fund": 10.0})
    assert together["fund"] == pytest.approx((20 + 20 + 10) / (60 + 20))
    with pytest.raises(UnknownName, match="no fund of market 'B'"):
        settlement(two_markets(), isolated, PRICES, {"A": "fund A"}, {"fund A": 1.0})


def test_the_blast_radius_is_bounded_by_compartments() -> None:
    """With a fund each nothing crosses from market A to market B; through one shared fund it does."""
    book = two_markets()
    markets = np.array(["A", "A", "B", "B", "A", "B", "A", "B"])
    owes, assets, _ = settlement(book, isolated, PRICES, APART, {"fund A": 1.0, "fund B": 9.0})
    radius = blast_radius(owes, assets)
    assert len(markets) == len(assets)
    crossing = radius[np.ix_(markets == "A", markets == "B")]
    assert crossing.shape == (4, 4)
    assert not crossing.any()
    assert radius[0].sum() == pytest.approx(1)
    shared = settlement(book, isolated, PRICES, dict.fromkeys("AB", "fund"), {"fund": 10.0})
    assert blast_radius(*shared[:2])[np.ix_(markets[:-1] == "A", markets[:-1] == "B")].any()


@given(networks(5))
@settings(max_examples=30)
def test_a_loss_is_borne_once(network: Network) -> None:
    """Each unit that a node cannot bear is lost by others exactly once, unless defaults cost something."""
    radius = blast_radius(*network)
    totals = radius.sum(axis=1)
    np.testing.assert_allclose(totals[totals > 0], 1, atol=1e-9)
    assert (radius >= -1e-12).all()
    assert not radius.diagonal().any()


def test_default_costs_make_a_loss_larger() -> None:
    """With half lost in each default, a unit that is not borne costs others more than a unit."""
    owes, assets = [[0, 8, 0], [0, 0, 8], [0, 0, 0]], [10, 2, 0]
    assert blast_radius(owes, assets, recovery_claims=0.5, recovery_assets=0.5)[0].sum() > 1


@given(some.integers(0, 10**6))
@settings(max_examples=20)
def test_settlement_keeps_all_money(seed: int) -> None:
    """Whatever the mode and the funds, pools and funds together own what they owned before."""
    random = np.random.default_rng(seed)
    book = Book(
        random.choice(list("AB"), 8).tolist(),
        random.normal(size=8),
        [100.0] * 8,
        random.random(8) * 30,
        dict.fromkeys("AB", FlatRate(0.01)),
        random.choice(list("xyz"), 8).tolist(),
    )
    for mode, fund_of in itertools.product((isolated, cross), (APART, dict.fromkeys("AB", "fund A"))):
        owes, assets, _ = settlement(book, mode, PRICES, fund_of, {"fund A": 3.0, "fund B": 5.0})
        payments, owed = clearing_vector(owes, assets), owes.sum(axis=1)
        received = owes.T @ (payments / np.where(owed > 0, owed, 1))
        assert (assets + received - payments).sum() == pytest.approx(float(np.sum(book.collateral)) + 8)
