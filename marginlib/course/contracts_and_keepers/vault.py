"""A further figure: the vault as tanks, before and after a keeper calls, and the contract's books beside the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pandas as pd

from marginlib.errors import MarginError
from marginlib.show import style
from marginlib.show.controls import slider, switch
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.show.tanks import Flow, Tank, TankRow
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import Refused, Settlement

SIZE, ENTRY, MARGIN, FREE, POOL = 1_000, 50_000, 5_000, 1_000, 20_000
HELD = ("balances", "margin", "insurance", "liquidity", "all of it")


def played(vault: Any, price: int, insurance: int, calls: int) -> tuple[list[Settlement], str]:
    """Let Ada open a long and the price move, then a keeper call until refused; return what was done, and the refusal.

    `vault` is a ledger or a contract.
    """
    vault.provide("bank", POOL)
    vault.insure("bank", insurance)
    vault.deposit("Ada", MARGIN + FREE)
    vault.mark("oracle", "BTC", ENTRY)
    vault.open("Ada", "BTC", SIZE, MARGIN)
    vault.mark("oracle", "BTC", price)
    done: list[Settlement] = []
    try:
        for _ in range(calls):
            done.append(vault.liquidate("keeper", "Ada", "BTC"))  # noqa: PERF401 - those before a refusal count
    except Refused as refused:
        return done, refused.reason
    return done, ""


def held(books: Ledger) -> list[int]:
    """Where the money is: balances, margins, the two pools, and the sum."""
    margins = sum(compartment.margin for compartment in books.compartments.values())
    where = [sum(books.balances.values()), margins, books.insurance, books.liquidity]
    return [*where, sum(where)]


@cache
def on_chain(price: int, insurance: int, calls: int) -> list[int] | str:
    """What the contract holds after the same actions, or why it cannot be asked."""
    from marginlib.vault.contract import Vault

    try:
        vault = Vault()
    except MarginError as error:
        return str(error)
    played(vault, price, insurance, calls)
    return held(vault.books())


@dataclass(frozen=True)
class Result:
    """Ada is long 1,000 lots from 50,000 with 5,000 ticks of margin; the price moves, and a keeper calls so often."""

    price: int
    insurance: int
    calls: int
    contract: bool

    @cached_property
    def _played(self) -> tuple[Ledger, list[Settlement], str]:
        ledger = Ledger()
        return ledger, *played(ledger, self.price, self.insurance, self.calls)

    @property
    def ledger(self) -> Ledger:
        """The books after the last call."""
        return self._played[0]

    @property
    def steps(self) -> list[Settlement]:
        """What each call that was not refused did."""
        return self._played[1]

    @property
    def chain(self) -> list[int] | str:
        """What the contract holds, or why that is not known."""
        if not self.contract:
            return "not asked"
        return on_chain(self.price, self.insurance, self.calls)

    @property
    def standing(self) -> str:
        """How the position stands now."""
        if not self.ledger.compartments:
            return "the position is gone"
        worth, need = self.ledger.equity("Ada", "BTC"), self.ledger.maintenance("Ada", "BTC")
        word = "below" if worth < need else "not below"
        return f"equity of {worth:,} is {word} the {need:,} it needs".replace("-", "−")

    @property
    def titles(self) -> list[str]:
        """The finding, from long to short."""
        if refused := self._played[2]:
            why = {"not liquidatable": "what is open is covered", "no position": "nothing is open"}.get(
                refused, refused
            )
            return [f"Call {len(self.steps) + 1} at {self.price:,} is refused, since {why}", f"Refused: {why}"]
        if not self.steps:
            worth, need = self.ledger.equity("Ada", "BTC"), self.ledger.maintenance("Ada", "BTC")
            idle = "nobody has called, so nothing happens" if worth < need else "a call would be refused"
            return [f"At {self.price:,} {self.standing}: {idle}", f"At {self.price:,} {idle}"]
        last = self.steps[-1]
        what = f"Call {len(self.steps)} at {self.price:,} closes {last.lots:,} lots"
        if last.short:
            lacks = f"the liquidity pool lacks {last.short:,}"
            return [f"{what}: margin and insurance are empty, {lacks}", lacks]
        where = f"{last.charged:,} to the pool, {last.fee:,} fee" if last.charged else f"{last.paid:,} from the pool"
        return [f"{what}: {where}, not one tick of {held(self.ledger)[-1]:,} is lost", f"{what}: {where}"]

    @property
    def tanks(self) -> list[Tank]:
        """Balances, margin, insurance and liquidity."""
        balances, margin, insurance, liquidity, _ = held(self.ledger)
        need = 0
        if self.ledger.compartments:  # the margin under which equity is below maintenance
            need = max(margin - self.ledger.equity("Ada", "BTC") + self.ledger.maintenance("Ada", "BTC"), 0)
        gone = not self.ledger.compartments
        return [
            Tank("balances of Ada and keeper", FREE, balances, role="free"),
            Tank("Ada's margin, BTC", MARGIN, margin, need, "btc", gone, MARGIN - self.steps[-1].left if gone else 0),
            Tank("insurance pool", self.insurance, insurance, role="fund"),
            Tank("liquidity pool", POOL, liquidity, role="market"),
        ]

    @property
    def flows(self) -> list[Flow]:
        """Where the money of the last call went."""
        if not self.steps:
            return []
        last, rest = self.steps[-1], 0 if self.ledger.compartments else self.steps[-1].left
        back = " and ".join(
            words for amount, words in ((last.reward, f"reward {last.reward:,}"), (rest, f"{rest:,} back")) if amount
        )
        flows = [
            (last.charged, Flow(1, 3, f"loss {last.charged:,}")),
            (last.paid, Flow(3, 1, f"profit {last.paid:,}")),
            (last.covered, Flow(2, 3, f"insured {last.covered:,}")),
            (last.fee - last.reward, Flow(1, 2, f"insurance {last.fee - last.reward:,}")),
            (last.reward + rest, Flow(1, 0, back)),
        ]
        return [flow for amount, flow in flows if amount]

    @property
    def caption(self) -> str:
        """Where the money is, in a sentence."""
        return f"The vault holds {held(self.ledger)[-1]:,} ticks, as many as were brought."

    @property
    def description(self) -> str:
        """What the picture shows."""
        total = held(self.ledger)[-1]
        words = [f"The price is {self.price:,}; {self.standing}."]
        words += [
            f"Call {number} closed {step.lots:,} lots: {_paid(step)}." for number, step in enumerate(self.steps, 1)
        ]
        if self._played[2]:
            words.append(f"Call {len(self.steps) + 1} was refused: {self._played[2]}.")
        words.append(f"The vault holds {total:,} ticks, as many as were brought.")
        if isinstance(self.chain, list):
            same = "the same to the tick" if self.chain == held(self.ledger) else "something else"
            words.append(f"The contract holds {same}.")
        return " ".join(words)

    @property
    def table(self) -> pd.DataFrame:
        """Both books, line by line."""
        unknown = ["missing" if self.contract else "not asked"] * len(HELD)
        chain = [f"{value:,}" for value in self.chain] if isinstance(self.chain, list) else unknown
        rows = {
            "ledger": [f"{value:,}" for value in held(self.ledger)],
            "contract": chain,
        }
        return pd.DataFrame(rows, index=pd.Index(HELD, name="ticks"))


def _paid(step: Settlement) -> str:
    kept = step.fee - step.reward
    parts = {
        f"{step.charged:,} loss from the margin": step.charged,
        f"{step.paid:,} profit into the margin": step.paid,
        f"{step.covered:,} from the insurance pool": step.covered,
        f"{step.short:,} paid by nobody": step.short,
        f"a fee of {step.fee:,}, of which {kept:,} to the insurance pool and {step.reward:,} to the keeper": step.fee,
    }
    return ", ".join(words for words, amount in parts.items() if amount)


class Picture(Scene[Result]):
    """Tanks with the flows of the last call, and the two books below."""

    def __init__(self) -> None:
        super().__init__(900, 480)
        self.row = TankRow(self, (14, 112, 872, 360), 4, lanes=3)
        axes = self.panel(0, 0, 900, 104, frame=False)
        axes.axhline(100, color=style.GREY, lw=1)
        columns = [170 + 130 * number for number in range(len(HELD))]
        for x, name in zip(columns, HELD, strict=True):
            axes.text(x + 90, 88, name, ha="right", va="top", fontsize=style.SMALL, color=style.BLACK)
        for y, name in ((62, "ledger"), (36, "contract")):
            axes.text(20, y, name, va="top", fontsize=style.SMALL, color=style.BLACK, weight="bold")

        def written(x: float, y: float, align: str) -> Any:
            return self.animate(axes.text(x, y, "", ha=align, va="top", fontsize=style.SMALL, color=style.BLACK))

        self.ledger = [written(x + 90, 62, "right") for x in columns]
        self.chain = [written(x + 90, 36, "right") for x in columns]
        self.words = written(130, 36, "left")

    def update(self, result: Result) -> None:
        """Show the vault after the calls."""
        self.row.show(result.titles, result.tanks, result.flows)
        books, chain = held(result.ledger), result.chain
        for text, value in zip(self.ledger, books, strict=True):
            text.set_text(f"{value:,}")
        for text, words in zip(self.chain, result.table["contract"], strict=True):
            text.set_text(words if isinstance(chain, list) else "")
        self.words.set_text("" if isinstance(chain, list) else chain)


def explorer() -> Explorer:
    """Return the explorer, at the first call."""
    return Explorer(
        Result,
        {
            "price": slider("Price", 47_000, 40_000, 52_000, 500, "{:,}"),
            "insurance": slider("Insurance pool", 500, 100, 3_000, 100, "{:,} ticks"),
            "calls": slider("Keeper calls", 1, 0, 5, 1, "{}"),
            "contract": switch("Ask the contract", words=("no", "yes")),
        },
        Picture(),
        presets={
            "nobody calls": {"price": 47_000, "calls": 0},
            "one step": {"price": 47_000, "calls": 1},
            "bad debt": {"price": 43_000, "insurance": 500, "calls": 1},
        },
    )
