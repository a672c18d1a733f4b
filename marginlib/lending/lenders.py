"""Who bears the debt that liquidated loans leave unpaid."""

import numpy as np

from marginlib.book import totals
from marginlib.errors import InvalidInput, nonnegative, numbers, positive, shaped


def lenders_lose(bad_debt: np.ndarray, supplied: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """What the lenders of each market lose, shape (markets,): their pool's bad debt, in proportion to what they lent.

    Args:
        bad_debt, supplied: of each market, in one currency.
        pool: which pool each market belongs to; one each is isolated markets, the same for all a shared pool.

    Raises InvalidInput for a pool whose bad debt is more than was lent to it: nobody could bear the rest.

    >>> bad, lent = np.array([30.0, 0.0]), np.array([100.0, 300.0])
    >>> lenders_lose(bad, lent, np.array([0, 1])).tolist(), lenders_lose(bad, lent, np.array([0, 0])).tolist()
    ([30.0, 0.0], [7.5, 22.5])
    """
    bad_debt, supplied = numbers("bad debt", bad_debt), numbers("supplied", supplied)
    shaped("bad debt", bad_debt, supplied.shape, "one for each market")
    pool = shaped("pool", numbers("pool", pool), supplied.shape, "the number of one for each market")
    labels, place = np.unique(pool, return_inverse=True)
    debts = totals(nonnegative("bad debt", bad_debt), place, len(labels))
    lent = totals(positive("supplied", supplied), place, len(labels))
    if (beyond := np.flatnonzero(debts > lent)).size:
        name, debt, most = labels[beyond[0]], debts[beyond[0]], lent[beyond[0]]
        raise InvalidInput(f"bad debt of pool {name:g} is {debt}, but only {most} was supplied; no more can be lost")
    return np.asarray(supplied * (debts / lent)[place])
