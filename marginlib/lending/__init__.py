"""Loans that are liquidated step by step, and who bears what they leave unpaid.

A liquidator repays part of a debt and takes collateral worth that much and a bonus. Below the toxic frontier
(`collateral.toxic_frontier`) every step makes the loan healthier; above it every step makes it worse, until the
collateral is gone and what is left of the debt belongs to the lenders. What no step changes is the shortfall
(`collateral.shortfall`). `collateral` has the formulas, `loan` and `mixed` the loans, `lenders` who pays.
"""

from marginlib.lending.lenders import lenders_lose
from marginlib.lending.loan import Loan, spiral, two_steps
from marginlib.lending.mixed import MixedLoan

__all__ = ["Loan", "MixedLoan", "lenders_lose", "spiral", "two_steps"]
