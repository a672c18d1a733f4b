"""The vault of lesson 11: Ada's position, the rules, and what gas and ether cost on the day of the story."""

from collections.abc import Sequence

from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import UNIT, Compartment, Parameters

ENTRY, MARGIN, DEPOSITED = 50_000, 5_000, 6_000  # USDT: entry price, posted a BTC, and brought in by Ada
PRICE, JUMP = 47_000, 44_000  # USDT: where the story stops, and how far the price jumps afterwards
GWEI, CALM, ETHER = 100, 20, 3_000  # gas price on a busy day and on a calm one; USDT for an ether
POOLS = 20_000, 500  # USDT in the liquidity pool and in the insurance pool
WRITTEN = 100  # USDT: how far apart prices are written in a slow fall
SLOW, AT_ONCE = "slowly", "in one jump"
SIZES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # BTC


def holding(units: float = 1.0) -> Compartment:
    """Ada's position, long from 50,000 with a tenth of its value behind it.

    >>> holding(0.2)
    Compartment(size=200, entry=50000, margin=1000)
    """
    return Compartment(round(UNIT * units), ENTRY, round(MARGIN * units))


def rules(step: int = 25, share: int = 20, smallest: int = 10) -> Parameters:
    """Rules of the vault: a call closes `step` percent, and `share` percent of its fee are the caller's.

    >>> rules(50).step, rules().reward
    (500000, 200000)
    """
    return Parameters(step=10_000 * step, reward=10_000 * share, smallest=smallest)


def prices(last: int, fall: str = SLOW) -> Sequence[int]:
    """The prices that are written until the last one: every 100 USDT on the way from 50,000, or that one alone.

    >>> list(prices(49_800)), prices(44_000, AT_ONCE)
    ([50000, 49900, 49800], [44000])
    """
    return range(ENTRY, last - 1, -WRITTEN) if fall == SLOW else [last]


def vault(price: int = PRICE) -> Ledger:
    """The vault of the story, on which nobody has called.

    >>> vault().equity("Ada", "BTC"), vault().maintenance("Ada", "BTC")
    (2000, 2350)
    """
    made = Ledger()
    made.provide("bank", POOLS[0])
    made.insure("bank", POOLS[1])
    made.deposit("Ada", DEPOSITED)
    made.mark("oracle", "BTC", ENTRY)
    made.open("Ada", "BTC", UNIT, MARGIN)
    made.mark("oracle", "BTC", price)
    return made
