"""Automated trading: a manager is one function that looks at a `View` and returns actions.

`run` lets it act on one path, with prices that are old, fees and impact; `judge` on many that it has not seen, beside
managers that follow one simple rule each.
"""

from marginlib.agents.account import WALLET, Account, Action, Declined, Exchange, Holding, Move, Order, Pool
from marginlib.agents.deadline import Stopped, within
from marginlib.agents.judge import BASELINES, Score, ScoreCard, judge
from marginlib.agents.rules import cut, do_nothing, hedge, shift, top_up
from marginlib.agents.run import Manager, Misbehaved, Outcome, View, run

__all__ = [
    "BASELINES",
    "WALLET",
    "Account",
    "Action",
    "Declined",
    "Exchange",
    "Holding",
    "Manager",
    "Misbehaved",
    "Move",
    "Order",
    "Outcome",
    "Pool",
    "Score",
    "ScoreCard",
    "Stopped",
    "View",
    "cut",
    "do_nothing",
    "hedge",
    "judge",
    "run",
    "shift",
    "top_up",
    "within",
]
