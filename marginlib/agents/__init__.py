"""Automated trading: a manager is one function that looks at a `View` and returns actions.

`run` lets it act on one path, with prices that are old, fees and impact; `judge` on many that it has not seen, beside
managers that follow one simple rule each.

A manager is code, and both run it in this process with all your rights: it can read your files and use your network.
The time limit of `judge` ends a function that does not return and protects from nothing else. Judge a stranger's
function only apart: under another account of the machine, or in a container or virtual machine, that holds a copy of
the course and the function, nothing of yours, and no network.
"""

from marginlib.agents.account import WALLET, Account, Action, Declined, Exchange, Holding, Move, Order, Pool
from marginlib.agents.judge import BASELINES, Score, ScoreCard, judge, standard_error
from marginlib.agents.rules import both, cut, do_nothing, hedge, shift, top_up
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
    "View",
    "both",
    "cut",
    "do_nothing",
    "hedge",
    "judge",
    "run",
    "shift",
    "standard_error",
    "top_up",
]
