"""Liquidations once more, as a diary of who handed what to whom; nothing here is taken from `marginlib.lending`."""

from fractions import Fraction
from typing import NamedTuple


class Told(NamedTuple):
    """What the three have at the end, in currency, and how often somebody repaid."""

    lenders: Fraction
    borrower: Fraction
    liquidators: Fraction
    times: int


def told(collateral: Fraction, debt: Fraction, line: Fraction, reward: Fraction, share: Fraction) -> Told:
    """Let people repay `share` of what is owed at a time, for as long as more is owed than `line` allows.

    They are paid out of the pot: what they repaid and the reward on top, or all of the pot for as much as it pays for.
    """
    pot, owed, got_back, gained, times = collateral, debt, Fraction(0), Fraction(0), 0
    while pot > 0 and owed / pot > line:
        wanted = owed * share
        if wanted + wanted * reward < pot:
            handed_over = wanted + wanted * reward
        else:
            handed_over = pot
            wanted = pot * 100 / (100 + 100 * reward)
        pot -= handed_over
        owed -= wanted
        got_back += wanted
        gained += handed_over - wanted
        times += 1
    still_owed_and_there = min(pot, owed)
    return Told(got_back + still_owed_and_there, pot - still_owed_and_there, gained, times)


def health(values: list[Fraction], weights: list[Fraction], debt: Fraction) -> Fraction:
    """What counts of each collateral, added up in a loop, over the debt."""
    counted = Fraction(0)
    for place in range(len(values)):
        counted += values[place] * weights[place]
    return counted / debt
