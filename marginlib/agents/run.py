"""A manager at work: it sees prices that are some steps old, and acts at those of now."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from reprlib import repr as shortened  # survives a repr that raises
from types import MappingProxyType as Sealed
from typing import Any

import numpy as np

from marginlib.agents.account import Account, Action, Declined, Exchange, Holding, Move, Order, Pool
from marginlib.book import Prices
from marginlib.errors import MarginError, instance, positive, shaped
from marginlib.kinds import one_kind
from marginlib.liquidation import Step
from marginlib.risk import Risk

MOST_ACTIONS = 100  # in one step: more is a loop gone wrong
SEALED = ("mappingproxy", "read-only", "does not support item", "cannot assign to field", "can't set attribute")
"""Words of Python where somebody tries to change what is sealed."""


class Misbehaved(MarginError):
    """A manager that cannot be let near money: it raised, returned nonsense or changed what it was shown."""

    def __init__(self, time: int, fault: str) -> None:
        super().__init__(f"at step {time} it {fault}")


@dataclass(frozen=True)
class View:
    """All that a manager is shown. Nothing in it can be changed, and nothing is read from it afterwards.

    Args:
        time: number of this step.
        prices: by market, `exchange.latency` steps old.
        history: those and all earlier prices, shape (times, markets), in the order of `prices`.
        holdings: the positions, by market.
        pools: the pools of the positions at `prices`.
        wallet: money that no pool can reach.
        exchange: its rules.
    """

    time: int
    prices: Mapping[str, Any]
    history: np.ndarray
    holdings: Mapping[str, Holding]
    pools: tuple[Pool, ...]
    wallet: Any
    exchange: Exchange


Manager = Callable[[View], Iterable[Action]]


@dataclass(frozen=True)
class Outcome:
    """What became of an account on one path.

    Args:
        account: as it is at the end.
        survived: no pool was liquidated.
        money: wallet and equity after each step, shape (times,).
        stake: money in the pools, in the mean over time, as a share of all money at the start.
        kept: part of the positions of the start still held, in the mean over time.
        turnover: notional traded, as a multiple of the positions at the start.
        declined: actions that the exchange did not carry out.
        events: (step, what happened), in words.
    """

    account: Account
    survived: bool
    money: np.ndarray
    stake: float
    kept: float
    turnover: float
    declined: int
    events: tuple[tuple[int, str], ...]


@one_kind
def run(manager: Manager, account: Account, path: Any, exchange: Exchange) -> Outcome:
    """What becomes of `account` on `path`, shape (times, markets), markets in the order of the exchange's schedules.

    In each step the engine of `marginlib.liquidation` first goes through the pools that its trigger finds;
    then the manager acts, one action after the other, each on the account that the one before left. An action that the
    account cannot afford is declined and counted. The manager is called here, with all your rights: see
    `marginlib.agents` on a stranger's.

    Raises:
        InvalidInput: a path that does not fit the markets.
        Misbehaved: see there; the message names the step.

    >>> from marginlib.modes import isolated
    >>> from marginlib.schedules import FlatRate
    >>> exchange = Exchange({"BTC": FlatRate(0.005)}, isolated, fee=0.0, penalty=0.0)
    >>> account = Account({"BTC": Holding(10.0, 100.0, 100.0)}, wallet=100.0)
    >>> path = [[100.0], [95.0], [89.0], [96.0]]
    >>> run(lambda view: [], account, path, exchange).events
    ((2, 'BTC liquidated'),)
    >>> def careful(view):
    ...     return [Move("wallet", "BTC", 100.0)] if view.wallet and view.pools[0].level < 15 else []
    >>> run(careful, account, path, exchange).money.tolist()
    [200.0, 150.0, 90.0, 160.0]
    """
    instance("manager", manager, Callable, "a function of a View that returns actions")
    instance("account", account, Account, "an Account")
    instance("exchange", exchange, Exchange, "an Exchange")
    return measured(account, exchange, list(moments(manager, account, path, exchange)))


@dataclass(frozen=True)
class Moment:
    """One step of a run, seen after it.

    Args:
        prices: by market, of this step.
        account: as the step leaves it; `staked` is the money in its pools.
        events: what happened, in words.
        liquidated: whether a pool was.
        declined: actions that the exchange did not carry out.
    """

    prices: Prices
    account: Account
    staked: Any
    events: tuple[str, ...]
    liquidated: bool
    declined: int


def moments(manager: Manager, account: Account, path: Any, exchange: Exchange) -> Iterator[Moment]:
    """The steps of `run`, one after the other; arguments and errors as there."""
    path = np.asarray(positive("price", path))
    shaped("path", path, (*path.shape[:1], len(exchange.schedules)), "times by markets, in the order of the schedules")
    shown = replace(
        exchange,
        schedules=Sealed(deepcopy(dict(exchange.schedules))),
        depth=Sealed(dict(exchange.depth)),
        conventions=copy(exchange.conventions),
    )
    columns = dict(zip(exchange.schedules, path.T, strict=True))
    risk, of, staked, short = _looked(account, exchange, columns)
    for time, row in enumerate(path.tolist()):
        prices = dict(zip(exchange.schedules, row, strict=True))
        events: list[str] = []
        told: list[Step] = []
        if short[time]:
            account, told = account.liquidated(prices, exchange)
            risk, of, staked, short = _looked(account, exchange, columns)
            closed = [step.trades for step in told if step.kind in ("close", "takeover")]
            events += [f"{' and '.join(trade.market for trade in trades)} liquidated" for trades in closed]
        before, declined = account, 0
        # what is done in the last step would have no time to matter
        for action in _asked(manager, _view(account, risk, of, path, time, shown)) if time < len(path) - 1 else ():
            try:
                account = account.after(replace(action), prices, exchange)  # checked anew, whatever was done to it
                events.append(str(action))
            except Declined as answer:
                declined += 1
                events.append(str(answer))
            except Exception as error:
                fault = f"asked for {shortened(action)} ({type(error).__name__}: {error})"
                raise Misbehaved(time, fault) from error
        if account is not before:
            risk, of, staked, short = _looked(account, exchange, columns)
        yield Moment(prices, account, staked[time], tuple(events), bool(told), declined)


def measured(start: Account, exchange: Exchange, seen: Sequence[Moment]) -> Outcome:
    """What the moments of a run come to, for an account that began as `start`."""
    risk, _ = start.risk(exchange, seen[0].prices)
    staked, wallet = np.array([(moment.staked, moment.account.wallet) for moment in seen]).T
    began = np.array([[held.size] for held in start.holdings.values()])
    held = [[_size(moment.account, market) for moment in seen] for market in start.holdings]
    prices = np.array([[moment.prices[market] for moment in seen] for market in start.holdings])
    values = exchange.conventions.notional(began, prices)
    left = np.clip(np.array(held) / began, 0, 1) * values
    return Outcome(
        account=seen[-1].account,
        survived=not any(moment.liquidated for moment in seen),
        money=staked + wallet,
        stake=staked.mean() / (start.wallet + risk.equity.sum()),
        kept=(left.sum(axis=0) / values.sum(axis=0)).mean(),
        turnover=seen[-1].account.turnover / values[:, 0].sum(),
        declined=sum(moment.declined for moment in seen),
        events=tuple((time, words) for time, moment in enumerate(seen) for words in moment.events),
    )


def _size(account: Account, market: str) -> Any:
    return account.holdings[market].size if market in account.holdings else 0


def _looked(
    account: Account, exchange: Exchange, prices: Prices
) -> tuple[Risk, Mapping[str, int], np.ndarray, np.ndarray]:
    """`Account.risk` over time, the money in all pools, and whether one of them is to be liquidated."""
    risk, of = account.risk(exchange, prices)
    short = exchange.conventions.liquidatable(risk.equity, risk.maintenance)
    return risk, of, risk.equity.sum(axis=1), short.any(axis=1)


def _view(account: Account, risk: Risk, of: Mapping[str, int], path: np.ndarray, time: int, exchange: Exchange) -> View:
    seen = max(time - exchange.latency, 0)
    history = path[: seen + 1].copy()
    history.flags.writeable = False
    return View(
        time=time,
        prices=Sealed(dict(zip(exchange.schedules, history[-1].tolist(), strict=True))),
        history=history,
        holdings=Sealed(dict(account.holdings)),
        pools=tuple(
            Pool(
                equity=risk.equity[seen, number],
                initial=risk.initial[seen, number],
                maintenance=risk.maintenance[seen, number],
                markets=tuple(market for market in of if of[market] == number),
            )
            for number in dict.fromkeys(of.values())
        ),
        wallet=account.wallet,
        exchange=exchange,
    )


def _asked(manager: Manager, view: View) -> list[Action]:
    """What `manager` wants to do, when that is a list of actions."""
    try:
        answer: Any = manager(view)
        wanted: list[Any] = list(islice(answer, MOST_ACTIONS + 1)) if isinstance(answer, Iterable) else [None]
    except (Exception, SystemExit) as error:
        changed = any(words in str(error) for words in SEALED)
        fault = "tried to change what it was shown; return actions instead" if changed else "raised"
        raise Misbehaved(view.time, f"{fault} ({type(error).__name__}: {error})") from error
    if not all(type(action) in (Move, Order) for action in wanted):
        hint = "but a manager returns a list of Move and Order, or [] to do nothing"
        raise Misbehaved(view.time, f"returned {shortened(answer)}, {hint}")
    if len(wanted) > MOST_ACTIONS:
        raise Misbehaved(view.time, f"returned more than {MOST_ACTIONS} actions; return fewer")
    return wanted
