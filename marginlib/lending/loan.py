"""A loan behind one collateral, which is liquidated step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marginlib.arithmetic import netted
from marginlib.errors import InvalidInput, checked, instance, nonnegative, positive
from marginlib.kinds import one_kind
from marginlib.lending.collateral import last_unhealthy_repayment


@dataclass(frozen=True)
class Loan:
    """Values of collateral and debt, in one currency.

    >>> Loan(100, 94).repaid(47, 0.05)
    Loan(collateral=50.65, debt=47)
    """

    collateral: Any
    debt: Any

    def __post_init__(self) -> None:
        nonnegative("collateral", self.collateral)
        nonnegative("debt", self.debt)

    @property
    @one_kind
    def to_value(self) -> Any:
        """Debt over collateral; infinite where only debt is left."""
        return self.debt / self.collateral if self.collateral else float("inf")

    @one_kind
    def repaid(self, amount: Any, bonus: Any) -> Loan:
        """The loan after a liquidator repaid `amount`, or as much as the collateral pays with the bonus.

        Raises InvalidInput for an amount or a bonus below zero.
        """
        nonnegative("amount", amount)
        nonnegative("bonus", bonus)
        if amount * (1 + bonus) >= self.collateral:
            return Loan(0 * self.collateral, max(self.debt - self.collateral / (1 + bonus), 0 * self.debt))
        return Loan(self.collateral - amount * (1 + bonus), self.debt - amount)


@one_kind
def spiral(loan: Loan, threshold: Any, bonus: Any, share: Any) -> Iterator[Loan]:
    """The loan, and what is left of it after each liquidation of `share` of its debt, until it is healthy or empty.

    Healthy is a debt of no more than `threshold` times the collateral. The debt of the last loan, where no collateral
    is left, is bad debt. Exactly at the toxic frontier every step leaves the loan to value as it was, and the steps run
    on towards nothing: the loan told last is that limit, in which the collateral has paid for all of the debt.

    Raises InvalidInput for a share or a bonus that is no positive number, or a share above 1.

    >>> [round(loan.to_value, 3) for loan in spiral(Loan(100, 94), 0.9, 0.05, 0.5)]
    [0.94, 0.928, 0.905, 0.862]
    >>> *_, last = spiral(Loan(100, 96), 0.9, 0.05, 0.5)
    >>> last.collateral, round(last.debt, 4)
    (0.0, 0.7619)
    """
    instance("loan", loan, Loan, "a Loan, such as Loan(100, 94)")
    positive("threshold", threshold)
    positive("bonus", bonus)
    checked("share", share, lambda part: 0 < part <= 1, "a fraction of the debt above 0, at most 1")
    yield loan
    while loan.collateral and loan.debt > threshold * loan.collateral:
        taken = loan.debt * (1 + bonus)
        if netted(taken - loan.collateral, taken + loan.collateral, 2):
            loan = loan.repaid(share * loan.debt, bonus)
        else:
            loan = Loan(0 * loan.collateral, 0 * loan.debt)
        yield loan


@one_kind
def two_steps(loan: Loan, threshold: Any, bonus: Any, share: Any) -> tuple[Any, Any]:
    """The two repayments that pay most: the largest that leaves the loan unhealthy, then `share` of what is left.

    Raises InvalidInput for a loan that is healthy.

    Source: Qin et al., "An empirical study of DeFi liquidations" (IMC 2021); the form of the first step is derived.

    >>> first, second = two_steps(Loan(100, 80), 0.75, 0.08, 0.5)
    >>> round(0.08 * 0.5 * 80, 4), round(0.08 * (first + second), 4)
    (3.2, 4.2526)
    """
    instance("loan", loan, Loan, "a Loan, such as Loan(100, 94)")
    positive("threshold", threshold)
    nonnegative("bonus", bonus)
    checked("share", share, lambda part: 0 < part <= 1, "a fraction of the debt above 0, at most 1")
    if loan.debt <= threshold * loan.collateral:
        raise InvalidInput(
            f"a debt of {loan.debt} against {loan.collateral} is healthy at {threshold}: nobody may repay it"
        )
    first = share * loan.debt
    if threshold * (1 + bonus) < 1:  # repaying heals
        first = min(first, last_unhealthy_repayment(loan.collateral, loan.debt, threshold, bonus))
    return first, share * (loan.debt - first)
