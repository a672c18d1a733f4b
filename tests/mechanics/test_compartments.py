"""What is left after clearing, and the compartments of a venue, against exact search and calculations by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import sparse

from marginlib.book import Book
from marginlib.contagion import (
    blast_radius,
    burnt,
    clearing_vector,
    debt_rank,
    fire_sale,
    fixed_point,
    left,
    paid,
    settlement,
    unpaid,
)
from marginlib.errors import InvalidInput
from marginlib.modes import basket, cross, isolated
from marginlib.schedules import FlatRate
from tests.mechanics.test_contagion import SHARES, Network, every_solution, networks, random_network

FLAT = dict.fromkeys("AB", FlatRate(0.005))
VENUE = Book(
    ["A", "A", "A", "B", "B"],
    [20.0, -10.0, -10.0, 10.0, -10.0],
    [100.0] * 5,
    [200.0, 100.0, 100.0, 100.0, 100.0],
    FLAT,
    ["Ada", "Ben", "Cleo", "Cleo", "Dan"],
)
ONE, EACH = {"fund": 80.0}, {"fund A": 40.0, "fund B": 40.0}


def settled(mode: Any, second: float, funds: dict[str, float], first: float = 75.0) -> Any:
    """The venue with A at `first` and B at `second`, by default 75."""
    names = list(funds)
    return settlement(VENUE, mode, {"A": first, "B": second}, {"A": names[0], "B": names[-1]}, funds)


def greatest(network: Network, on_assets: Any, on_claims: Any) -> list[Fraction]:
    """The clearing vector found by exact search."""
    return list(map(max, zip(*every_solution(network, on_assets, on_claims), strict=True)))


def outcome(network: Network, payments: list[Fraction]) -> tuple[list[list[Fraction]], list[Fraction], list[Fraction]]:
    """What is unpaid, left and burnt, debt by debt and in Fractions."""
    owes, assets = network
    rows = range(len(assets))
    owed = [sum(row) for row in owes]
    part = [payments[i] / owed[i] if owed[i] else Fraction(1) for i in rows]
    had = [assets[j] + sum((owes[i][j] * part[i] for i in rows), Fraction(0)) for j in rows]
    gone = [had[i] - payments[i] if payments[i] < owed[i] else Fraction(0) for i in rows]
    return (
        [[owes[i][j] * (1 - part[i]) for j in rows] for i in rows],
        [had[i] - payments[i] - gone[i] for i in rows],
        gone,
    )


@given(networks(), some.sampled_from(SHARES), some.sampled_from(SHARES))
@settings(max_examples=60)
def test_unpaid_left_and_burnt_are_what_they_say_in_fractions(network: Network, on_assets: Any, on_claims: Any) -> None:
    """Debt by debt and in exact numbers: what is unpaid, what each still owns, and what failing destroyed."""
    payments = clearing_vector(*network, recovery_assets=float(on_assets), recovery_claims=float(on_claims))
    exact = greatest(network, on_assets, on_claims)
    found = unpaid(network[0], payments), left(*network, payments), burnt(*network, payments)
    for ours, theirs in zip(found, outcome(network, exact), strict=True):
        np.testing.assert_allclose(ours, np.array(theirs, dtype=float), atol=1e-9)
    assert found[1].sum() + found[2].sum() == pytest.approx(sum(network[1]), abs=1e-9)
    np.testing.assert_allclose(
        unpaid(sparse.csr_array(np.array(network[0], dtype=float)), payments).toarray(), found[0]
    )


@given(networks(5))
@settings(max_examples=40)
def test_losses_add_up_to_what_is_missing(network: Network) -> None:
    """Without default costs nothing burns, and creditors lose what those who fail are short of, no more and no less."""
    owes, assets = np.array(network[0], dtype=float), np.array(network[1], dtype=float)
    payments = clearing_vector(owes, assets)
    due = assets + owes.sum(axis=0) - owes.sum(axis=1)
    assert not burnt(owes, assets, payments).any()
    lost = np.maximum(due, 0) - left(owes, assets, payments)
    assert lost.sum() == pytest.approx(np.maximum(-due, 0).sum(), abs=1e-9)
    assert (lost > -1e-9).all()


@given(networks(3), some.sampled_from(SHARES[:3]))
@settings(max_examples=40)
def test_rows_of_the_blast_radius_are_those_of_exact_search(network: Network, kept: Any) -> None:
    """Each row, asked for alone, is the loss per unit that an exact search finds with that node's money taken away."""
    n = len(network[1])
    recovery: dict[str, Any] = {"recovery_assets": float(kept), "recovery_claims": float(kept)}
    before = outcome(network, greatest(network, kept, kept))[1]
    whole = blast_radius(*network, **recovery)
    for node in range(n):
        poorer = network[0], [0 if place == node else money for place, money in enumerate(network[1])]
        after = outcome(poorer, greatest(poorer, kept, kept))[1]
        beyond = network[1][node] - before[node]
        row = [
            (b - a) / beyond if beyond > 0 and j != node else Fraction(0)
            for j, (b, a) in enumerate(zip(before, after, strict=True))
        ]
        found = blast_radius(*network, of=[node], **recovery)
        np.testing.assert_allclose(found, [np.array(row, dtype=float)], atol=1e-9)
        np.testing.assert_array_equal(found[0], whole[node])
    np.testing.assert_array_equal(blast_radius(*network, of=list(range(n))[::-1], **recovery), whole[::-1])


@pytest.mark.parametrize("seed", range(8))
def test_full_matrices_and_sparse_ones_clear_alike(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below and above the size up to which matrices are full, every answer is the same, in deep stress too."""
    debts, assets = random_network(seed, 30, 90, 10.0 ** (seed % 4 - 2))
    recovery: dict[str, Any] = {} if seed % 2 else {"recovery_assets": 0.7, "recovery_claims": 0.9}

    def answers() -> list[Any]:
        payments = clearing_vector(debts, assets, **recovery)
        return [
            payments,
            clearing_vector(debts.toarray(), assets, extreme="least", **recovery),
            unpaid(debts, payments).toarray(),
            left(debts, assets, payments),
            burnt(debts, assets, payments),
            blast_radius(debts, assets, of=[0, 3], **recovery),
            fire_sale(debts, assets / 2, assets, 0.01, **recovery).payments,
            debt_rank(debts, assets + 0.1, assets / 4),
        ]

    full = answers()
    monkeypatch.setattr(fixed_point, "SMALL", 0)
    assert sparse.issparse(fixed_point.network_of("debts", debts.toarray()))
    for ours, theirs in zip(full, answers(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-9)


@pytest.mark.parametrize(
    ("owed", "own", "received", "pays"),
    [(500, 200, 0, 200), (50, 100, 30, 50), (Fraction(1), Fraction(1, 3), Fraction(1, 3), Fraction(2, 3)),
     (Decimal(5), Decimal(2), Decimal(1), Decimal(3))],
)  # fmt: skip
def test_a_node_pays_what_it_owes_or_what_it_has(owed: Any, own: Any, received: Any, pays: Any) -> None:
    """The formula takes any kind of number, and gives the smaller one of the same kind."""
    assert paid(owed, own, received) == pays
    assert isinstance(paid(owed, own, received), type(pays))


@given(networks(5))
@settings(max_examples=30)
def test_the_formula_holds_at_every_node_of_a_clearing_vector(network: Network) -> None:
    """A clearing vector is what the formula says it is, for all nodes at once."""
    owes, assets = np.array(network[0], dtype=float), np.array(network[1], dtype=float)
    payments = clearing_vector(owes, assets)
    received = (owes - unpaid(owes, payments)).sum(axis=0)
    np.testing.assert_allclose(paid(owes.sum(axis=1), assets, received), payments, atol=1e-9)


def test_a_venue_of_four_people_by_hand() -> None:
    """Ada leaves 300 unpaid, so the fund has 330 for claims of 550 and cuts each to three fifths."""
    owes, held, names = settled(isolated, 95.0, ONE)
    assert names == ("Ada", "Ben", "Cleo A", "Cleo B", "Dan", "fund")
    payments = clearing_vector(owes, held)
    assert payments.tolist() == pytest.approx([200, 0, 0, 50, 0, 330])
    missing = unpaid(owes, payments).toarray()
    expected = np.zeros((6, 6))
    expected[0, 5], expected[5, 1], expected[5, 2], expected[5, 4] = 300, 100, 100, 20
    np.testing.assert_allclose(missing, expected, atol=1e-12)
    np.testing.assert_allclose(left(owes, held, payments), [0, 250, 250, 50, 130, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("mode", "second", "funds", "fire"),
    [(isolated, 95.0, ONE, 98), (isolated, 95.0, EACH, 80), (cross, 60.0, ONE, 118), (cross, 60.0, EACH, 188.8)],
)
def test_what_default_costs_burn(mode: Any, second: float, funds: dict[str, float], fire: float) -> None:
    """A fifth of what each one that fails had: 40 of Ada's 200, then of what reaches a fund and who counts on it."""
    owes, held, _ = settled(mode, second, funds)
    recovery: dict[str, Any] = {"recovery_assets": 0.8, "recovery_claims": 0.8}
    payments = clearing_vector(owes, held, **recovery)
    fires = burnt(owes, held, payments)
    failed = payments < owes.sum(axis=1)
    np.testing.assert_allclose(fires[failed], payments[failed] / 4)
    assert fires.sum() == pytest.approx(fire)
    assert left(owes, held, payments).sum() == pytest.approx(680 - fire)


@pytest.mark.parametrize(
    ("mode", "names"),
    [
        (isolated, ("Ann long", "Ann short", "Bob", "Ann free", "fund")),
        (cross, ("Ann", "Bob", "fund")),
        (basket(["x", "x", "y"]), ("Ann long+short", "Bob", "Ann free", "fund")),
    ],
)  # fmt: skip
def test_a_pool_is_called_by_its_account_and_where_it_has_several_by_its_markets(
    mode: Any, names: tuple[str, ...]
) -> None:
    """Whoever reads a settlement knows whose money a node is; a pool of nothing is no node."""
    markets = ["long", "short", "long"]
    flat = dict.fromkeys(["long", "short"], FlatRate(0.01))
    book = Book(markets, [1.0, -1.0, 1.0], [100.0] * 3, [20.0] * 3, flat, ["Ann", "Ann", "Bob"], {"Ann": 7.0})
    found = settlement(book, mode, dict.fromkeys(flat, 90.0), dict.fromkeys(flat, "fund"), {"fund": 1.0})
    assert found.names == names
    assert found.assets.sum() == pytest.approx(68)
    assert found.liabilities.shape == (len(names),) * 2


def test_a_book_of_one_owner_names_its_pools_by_their_markets() -> None:
    """Who has no name is known by what is traded."""
    book = Book(["A", "B"], [1.0, 1.0], [100.0] * 2, [20.0] * 2, FLAT)
    for mode, names in ((isolated, ("A", "B", "f")), (cross, ("A+B", "f"))):
        found = settlement(book, mode, {"A": 90.0, "B": 90.0}, dict.fromkeys("AB", "f"), {"f": 1.0})
        assert found.names == names


def test_payments_that_nobody_can_owe_are_refused() -> None:
    """The message names node, payment and debt, or the place that no node has."""
    with pytest.raises(InvalidInput, match="node 0 pays 6 and owes 5"):
        unpaid([[0, 5], [0, 0]], [6, 0])
    with pytest.raises(InvalidInput, match="payments is -1"):
        burnt([[0, 5], [0, 0]], [1, 1], [-1, 0])
    with pytest.raises(InvalidInput, match=r"node is 2\S* but it must be one of 0, 1"):
        blast_radius([[0, 5], [0, 0]], [1, 1], of=[2])


def test_a_pool_that_has_realised_more_than_it_had_owes_the_funds_where_it_lost() -> None:
    """By hand: 5 posted, 6 lost in A and 3 in B, so that 8/3 are missing in the fund of A and 4/3 in that of B."""
    flat = FlatRate(0.01)
    book = Book(
        ["A", "A", "B", "B", "A"],
        [3.0, -3.0, 1.0, -1.0, 1.0],
        [100.0] * 5,
        [5.0, 0.0, 0.0, 0.0, 30.0],
        {"A": flat, "B": flat},
        ["owes", "owes", "owes", "owes", "holds"],
        settled=[-6.0, 0.0, -3.0, 0.0, 0.0],
    )
    owes, assets, names = settlement(book, cross, {"A": 90.0, "B": 100.0}, {"A": "f", "B": "g"}, {"f": 1.0, "g": 2.0})
    assert names == ("holds", "owes", "f", "g")
    assert assets.tolist() == [30.0, 0.0, 1.0, 2.0]
    wanted = np.zeros((4, 4))
    wanted[0, 2], wanted[1, 2], wanted[1, 3] = 10.0, 8 / 3, 4 / 3
    assert owes.toarray() == pytest.approx(wanted)
    paid = clearing_vector(owes, assets)
    assert unpaid(owes, paid).sum() == pytest.approx(4)
