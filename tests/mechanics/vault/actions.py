"""Random actions on a vault, drawn so that refusals, steps, shortfalls and dust all come up."""

from collections.abc import Iterator
from random import Random
from typing import Any

from marginlib.arithmetic import sign
from marginlib.vault import ticks
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import LIMIT, Compartment, Refused, Settlement

ACCOUNTS = ("ada", "bob", "cleo")
MARKETS = ("BTC", "ETH")
Arguments = tuple[Any, ...]
Action = tuple[str, Arguments]


def perform(vault: Any, action: Action) -> Settlement | str | None:
    """Return what the action gave, or the reason why it was refused."""
    name, arguments = action
    try:
        result: Settlement | None = getattr(vault, name)(*arguments)
    except Refused as refused:
        return refused.reason
    return result


def compartment_of(ledger: Ledger, action: Action) -> Compartment | None:
    """Return the position that an action is about to close, if it closes any."""
    name, arguments = action
    key = {"close": arguments[:2], "liquidate": arguments[1:]}.get(name)
    return ledger.compartments.get((key[0], key[1])) if key else None


def actions(random: Random, ledger: Ledger) -> Iterator[Action]:
    """Draw one action after another for ever; each looks at the ledger as it is by then."""
    yield "insure", ("bank", random.randrange(1, 500))
    yield "provide", ("bank", random.choice((5, 300, 20_000)))
    yield from THIN
    while True:
        yield Draw(random, ledger).action()


WEIGHTS = {
    "deposit": 10,
    "withdraw": 4,
    "insure": 1,
    "provide": 2,
    "mark": 22,
    "open": 14,
    "add_margin": 4,
    "remove_margin": 5,
    "close": 9,
    "liquidate": 26,
    "wait": 3,
}


# a margin thinned at a profit, and the price back near the entry: a liquidation at a profit that the pool has to pay
THIN: tuple[Action, ...] = (
    ("deposit", ("dora", 10_000)),
    ("mark", ("oracle", "GAS", 100_000)),
    ("open", ("dora", "GAS", -1_000, 10_000)),
    ("mark", ("oracle", "GAS", 30_000)),
    ("remove_margin", ("dora", "GAS", 7_000)),
    ("mark", ("oracle", "GAS", 99_700)),
    ("liquidate", ("keeper", "dora", "GAS")),
    ("liquidate", ("keeper", "dora", "GAS")),
)


class Draw:
    """One random action on a ledger, with one method for each kind: the arguments."""

    def __init__(self, random: Random, ledger: Ledger) -> None:
        self.random, self.ledger = random, ledger
        self.account, self.market = random.choice(ACCOUNTS), random.choice(MARKETS)
        self.failing: list[tuple[str, str]] = []
        if ledger.compartments and random.random() < 0.7:
            self.failing = [key for key in ledger.compartments if ledger.equity(*key) < ledger.maintenance(*key)]
            self.account, self.market = random.choice(self.failing or sorted(ledger.compartments))
        self.compartment = ledger.compartments.get((self.account, self.market), Compartment(0, 1, 0))
        self.balance = ledger.balances.get(self.account, 0)
        self.price = ledger.prices.get(self.market, (random.choice((30, 700, 50_000)), 0))[0]

    def action(self) -> Action:
        """Draw a kind that mostly makes sense now, and its arguments."""
        random = self.random
        kind = random.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
        if not self.compartment.size and kind in {"add_margin", "remove_margin", "close", "liquidate"}:
            kind = "open" if random.random() < 0.9 else kind
        elif self.compartment.size and kind == "open" and random.random() < 0.8:
            kind = random.choice(("close", "remove_margin"))
        elif kind == "liquidate" and not self.failing and random.random() < 0.7:
            kind = "mark"
        return kind, getattr(self, kind)()

    def deposit(self) -> Arguments:
        """Some money."""
        return self.account, self.odd(self.random.randrange(1, 3_000))

    def insure(self) -> Arguments:
        """A little money."""
        return self.account, self.odd(self.random.randrange(1, 30))

    provide = insure

    def withdraw(self) -> Arguments:
        """Up to one tick more than there is."""
        return self.account, self.odd(self.random.randrange(1, self.balance + 2))

    def mark(self) -> Arguments:
        """Now and then by somebody who may not."""
        caller = "oracle" if self.random.random() < 0.97 else self.account
        return caller, self.market, self.odd(max(int(self.moved()), 1))

    def open(self) -> Arguments:
        """At about ten times, or with everything."""
        size = self.random.choice((-1, 1)) * self.random.choice((1, 7, 14, 40, 333, 2_000, 2_000))
        margin = ticks.share_up(size, self.price, self.random.choice((90_000, 100_000, 120_000, 400_000)))
        return self.account, self.market, self.odd(size), self.odd(self.random.choice((margin, self.balance)) or 1)

    def add_margin(self) -> Arguments:
        """Up to a little more than there is."""
        return self.account, self.market, self.odd(self.random.randrange(1, max(self.balance, 1) + 2))

    def remove_margin(self) -> Arguments:
        """As much as may be taken out, or any amount."""
        initial = ticks.share_up(self.compartment.size, self.price, self.ledger.parameters.initial)
        amounts = max(self.compartment.margin - initial, 1), self.random.randrange(1, self.compartment.margin + 2)
        return self.account, self.market, self.odd(self.random.choice(amounts))

    def close(self) -> Arguments:
        """One lot, all of them, any number, or as many as the pool can pay and one more."""
        whole = abs(self.compartment.size)
        payable = (
            self.ledger.liquidity * ticks.UNIT // max(abs(self.price - self.compartment.entry), 1)
        )  # empties the pool
        lots = self.random.choice((1, whole, self.random.randrange(whole + 2), payable, payable + 1))
        return self.account, self.market, self.odd(lots)

    def liquidate(self) -> Arguments:
        """By anybody."""
        return self.random.choice((*ACCOUNTS, "keeper")), self.account, self.market

    def wait(self) -> Arguments:
        """Until prices are nearly or surely stale."""
        return (self.random.choice((1, 600, self.ledger.parameters.age, 2 * self.ledger.parameters.age)),)

    def odd(self, usual: int) -> int:
        """Now and then a number that a careless program would not expect."""
        strange = (0, LIMIT, LIMIT + 1, -LIMIT, -LIMIT - 1)[: 5 if usual < 0 else 3]
        return self.random.choice(strange) if self.random.random() < 0.03 else usual

    def moved(self) -> float:
        """A price about where the margin runs out, or about the entry, or somewhere."""
        random, compartment = self.random, self.compartment
        if not compartment.size or random.random() < 0.4:
            return self.price * random.choice((0.35, 0.6, 0.93, 0.99, 1.01, 1.08, 1.5, 2))
        edge = compartment.entry - compartment.margin * ticks.UNIT / compartment.size
        past = random.uniform(*random.choice(((-0.02, 0.06), (0, 0.004)))) * (1 if compartment.size > 0 else -1)
        return random.choice((edge * (1 + past), edge * (1 + past), compartment.entry * (1 + past / 20)))


def ways(
    ledger: Ledger, compartment: Compartment | None, action: Action, outcome: Settlement | str | None
) -> Iterator[str]:
    """Name what an action did: the reason of its refusal, or every way that its money took.

    `compartment` is the position that it closed, as it was before.
    """
    name, arguments = action
    if isinstance(outcome, str):
        yield f"refused: {outcome}"
    elif outcome is None or compartment is None:
        yield name
    else:
        price = ledger.prices[arguments[1 if name == "close" else 2]][0]
        whole = outcome.lots == abs(compartment.size)
        gain = ticks.gain_down(sign(compartment.size) * outcome.lots, compartment.entry, price)
        yield f"{name}: {'long' if compartment.size > 0 else 'short'}"
        yield f"{name}: {'whole' if whole else 'part'}"
        yield f"{name}: {'profit' if gain > 0 else 'loss' if gain < 0 else 'even'}"
        if name == "liquidate":
            if whole:
                bankrupt = ticks.equity(compartment, price) <= 0
                yield "whole: nothing left to protect" if bankrupt else "whole: few lots would be left"
            if gain > outcome.paid:
                yield "profit: paid in part" if outcome.paid else "profit: not paid"
            if -gain > outcome.charged:
                yield f"loss: {'insured' if outcome.covered else 'not insured'}{' in part' * (outcome.short > 0)}"
            due = ticks.share_up(outcome.lots, price, ledger.parameters.fee)
            yield (
                "fee: whole"
                if outcome.fee == due
                else f"fee: cut to {'the equity' if outcome.left else 'what is left'}"
            )
            yield "reward: some" if outcome.reward else "reward: none"


EVERY_WAY = {
    *(name for name in WEIGHTS if name not in {"close", "liquidate"}),
    *(
        f"{name}: {way}"
        for name in ("close", "liquidate")
        for way in ("long", "short", "whole", "part", "profit", "loss")
    ),
    *("close: even", "whole: nothing left to protect", "whole: few lots would be left"),
    *(
        "profit: paid in part",
        "profit: not paid",
        "loss: insured",
        "loss: insured in part",
        "loss: not insured in part",
    ),
    *("fee: whole", "fee: cut to the equity", "fee: cut to what is left", "reward: some", "reward: none"),
    *(f"refused: {reason}" for reason in ticks.WAYS_OUT),
}
