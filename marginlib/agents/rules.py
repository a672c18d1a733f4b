"""Managers that follow one rule each: the baselines that a better idea must beat.

Each watches the level of every pool, equity over maintenance, and acts on those below `at`. Whether that helps depends
on the mode, which none of them looks at: a hedge in a compartment of its own does not save the other one.

>>> from marginlib.agents import Account, Holding, Exchange, run
>>> from marginlib.modes import isolated
>>> from marginlib.schedules import FlatRate
>>> exchange = Exchange(dict.fromkeys(["BTC", "ETH"], FlatRate(0.01)), isolated, fee=0.0)
>>> account = Account({"BTC": Holding(1.0, 100.0, 10.0), "ETH": Holding(-1.0, 100.0, 30.0)}, wallet=20.0)
>>> path = [[100.0, 100.0], [92.0, 100.0], [92.0, 100.0]]
>>> for rule in (do_nothing, top_up(4, 10), cut(4, 10), hedge("ETH", 4), shift(4)):
...     print([words for _, words in run(rule, account, path, exchange).events])
[]
['move 7.20 from wallet to BTC']
['sell 0.7826 BTC']
[]
['move 13.33 from ETH to BTC']
"""

from collections.abc import Callable, Iterator

from marginlib.agents.account import WALLET, Action, Move, Order, Pool
from marginlib.agents.run import Manager, View
from marginlib.errors import instance, known, positive

ACT, REACH = 5.0, 10.0
"""Levels at which the rules act, and which they reach, where nothing else is said: one deviation of a step from the
line, and two, for steps of six hours at a volatility of 80 % a year and a maintenance rate of 0.5 %.
"""


def do_nothing(view: View) -> list[Action]:  # noqa: ARG001 - it is shown what it does not look at
    """Hold on and hope."""
    return []


def top_up(at: float = ACT, to: float = REACH) -> Manager:
    """Post money from the wallet until the level is `to`, as far as the wallet goes.

    Raises InvalidInput for a level that is not above zero, as all rules here do.
    """
    positive("level to act at", at)
    positive("level to reach", to)

    def manager(view: View) -> Iterator[Action]:
        left = view.wallet
        for pool in _low(view, at):
            amount = min(to * pool.maintenance - pool.equity, left)
            if amount > 0:
                left -= amount
                yield Move(WALLET, pool.markets[0], amount)

    return manager


def cut(at: float = ACT, to: float = REACH) -> Manager:
    """Close the same share of every position of the pool, so that the level is `to` under a flat rate."""
    positive("level to act at", at)
    positive("level to reach", to)

    def manager(view: View) -> Iterator[Action]:
        for pool in _low(view, at):
            share = 1 - max(pool.level, 0) / to
            yield from (Order(market, -share * view.holdings[market].size) for market in pool.markets)

    return manager


def hedge(market: str, at: float = ACT, share: float = 0.5) -> Manager:
    """Hedge with `market` against that `share` of the net notional of all, with twice the initial margin posted.

    Nothing is done where what is left is below a tenth of the gross notional, or the hedge turns its own market over.
    """
    instance("market", market, str, "the name of one")
    positive("level to act at", at)
    positive("share of the net notional", share)

    def manager(view: View) -> Iterator[Action]:
        known("market", [market], view.prices)
        values = [held.size * view.prices[name] for name, held in view.holdings.items()]
        if not _low(view, at) or abs(sum(values)) < sum(map(abs, values)) / 10:
            return
        size = -share * sum(values) / view.prices[market]
        if market in view.holdings and view.holdings[market].size * size < 0:
            return
        need = view.exchange.initial * view.exchange.schedules[market].requirement(size, view.prices[market])
        yield Order(market, size, min(2 * need, view.wallet))

    return manager


def shift(at: float = ACT) -> Manager:
    """Carry collateral from the pool with the highest level to the one with the lowest, until they are level.

    No more than is posted there and than the initial requirement lets go.
    """
    positive("level to act at", at)

    def manager(view: View) -> Iterator[Action]:
        pools = sorted(view.pools, key=lambda pool: pool.level)
        if len(pools) > 1 and pools[0].level < at:
            poor, rich = pools[0], pools[-1]
            source = max(rich.markets, key=lambda market: view.holdings[market].collateral)
            fair = (rich + poor).level * rich.maintenance
            amount = min(rich.equity - fair, rich.available, view.holdings[source].collateral)
            if amount > 0:
                yield Move(source, poor.markets[0], amount)

    return manager


def both(*managers: Manager) -> Manager:
    """One manager that does what each of `managers` wants, one after the other; all look at the same view.

    >>> [len(list(both(*rules)(None))) for rules in ((), (do_nothing, do_nothing))]
    [0, 0]
    """
    for one in managers:
        instance("manager", one, Callable, "a function of a View that returns actions")

    def manager(view: View) -> Iterator[Action]:
        for one in managers:
            yield from one(view)

    return manager


def _low(view: View, at: float) -> list[Pool]:
    return [pool for pool in view.pools if pool.level < at]
