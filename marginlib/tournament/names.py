"""What the source of an entry may call by name without an import of its own."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from marginlib.agents.account import WALLET, Action, Declined, Exchange, Holding, Move, Order, Pool
from marginlib.agents.rules import both, cut, do_nothing, hedge, shift, top_up
from marginlib.agents.run import Manager, View

_VALUES = {"WALLET": WALLET, "Action": Action, "Manager": Manager, "np": np, "math": math}
NAMES: dict[str, Any] = _VALUES | {
    made.__name__: made
    for made in (
        *(Declined, Exchange, Holding, Move, Order, Pool, View, Iterable, Iterator),
        *(both, cut, do_nothing, hedge, shift, top_up),
    )
}
"""The actions, the rules and the records of `marginlib.agents`, NumPy as `np`, `math`, and what annotations say."""
