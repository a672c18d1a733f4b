"""The opening scene of lesson 12: a price is pushed for one block, money leaves, and then every check passes.

Until moment 0 nothing is said of the proof. Then the price is let go, and five checks are made one after the other.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from marginlib.course.oracles_and_enclaves import journal
from marginlib.course.oracles_and_enclaves.account import OTHERS, PUSHED, SIZE
from marginlib.course.oracles_and_enclaves.bars import Bars
from marginlib.course.oracles_and_enclaves.model import Part, usdt
from marginlib.course.oracles_and_enclaves.model import Result as Lie
from marginlib.show import style
from marginlib.show.marks import place
from marginlib.show.scene import Scene

BEGIN, STOP, END, STEP = -2.0, 0.0, 2.0, 0.05
PUSH, LET = 4.0, 5.0  # blocks between which the price is false
BLOCKS = 8.0
LEFT, BOTTOM, WIDTH, HEIGHT = 48.0, 150.0, 440.0, 130.0
TOP = 11.0
CHECKS = [name for name in journal.CHECKS if name != "head"]


@cache
def proof() -> journal.Result:
    """What the verifier is shown: a journal in which the price of the second step is false."""
    return journal.Result(journal.LIE, published=False)


@dataclass(frozen=True)
class Result:
    """The venue at the moment `now`."""

    now: float = BEGIN

    @property
    def block(self) -> float:
        """How many blocks have gone by."""
        return float(np.interp(self.now, [BEGIN, -1.0, STOP, 1.0, END], [2.0, 4.4, 4.9, 7.4, BLOCKS]))

    @property
    def price(self) -> float:
        """The price that counts."""
        return PUSHED if PUSH <= self.block < LET else 1.0

    @property
    def out(self) -> float:
        """Which share of her profit Eve has taken out."""
        return min(max(self.now + 1.0, 0.0), 1.0)

    @property
    def parts(self) -> list[Part]:
        """Whose the money is."""
        whole = Lie(times=PUSHED)
        if self.out == 0:
            return whole.before
        long, taken = SIZE + self.out * SIZE, self.out * float(whole.lie.taken)
        return [
            Part("Eve, long", long, "third"),
            Part("Eve, short", 2 * SIZE - long, "market"),
            Part("taken", taken, "loss"),
            Part("all others", OTHERS - taken, "pool"),
        ]

    @property
    def checked(self) -> int:
        """How many checks have been made."""
        return 0 if self.now <= 1 else min(int(np.ceil((self.now - 1) * len(CHECKS) - 1e-9)), len(CHECKS))

    @property
    def headline(self) -> str:
        """What happens now."""
        if self.now <= BEGIN:
            return "Eve has 1,000 long and 1,000 short, and 8,000 belong to others"
        if self.now < -1:
            return "In one small pool the price jumps, and that price counts"
        if self.now < STOP:
            return "The price says 10, and Eve takes her profit out"
        if self.now == STOP:
            return "Eve leaves with 10,000, and 8,000 of them belonged to others"
        if self.now <= 1:
            return f"The price is let go, which has cost Eve {usdt(float(Lie(times=PUSHED).lie.cost))}"
        done = self.checked == len(CHECKS)
        return "The proof is accepted, and the money is gone" if done else "Somebody checks the proof"

    @property
    def caption(self) -> str:
        """The same in a sentence."""
        return f"{self.headline}."

    @property
    def description(self) -> str:
        """The picture in words."""
        money = ", ".join(f"{part.name} {usdt(part.amount)}" for part in self.parts if part.amount)
        said = ", ".join(journal.CHECKS[name] for name in CHECKS[: self.checked])
        passed = f" Passed: {said}." if said else ""
        return f"{self.headline}. The price that counts is {self.price:g}. In USDT: {money}.{passed}"

    @property
    def table(self) -> pd.DataFrame:
        """Whose the money was, and whose it is."""
        before, now = ({part.name: part.amount for part in parts} for parts in (Lie(times=PUSHED).before, self.parts))
        rows = {name: [usdt(before[name]), usdt(now[name])] for name in before}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["before", "now"]).rename_axis("USDT")


class Picture(Scene[Result]):
    """The price over a few blocks, whose the money is, and the checks of the proof."""

    def __init__(self) -> None:
        super().__init__(900, 322)
        head = self.panel(7, 292, 886, 30, frame=False)
        self.title = self.animate(head.text(0, 8, "", fontsize=style.TITLE, weight="bold", parse_math=False))
        axes = self.panel(LEFT, BOTTOM, WIDTH, HEIGHT)
        axes.set_xlim(0, BLOCKS)
        axes.set_ylim(0, TOP)
        axes.set_yticks([1, 5, 10])
        axes.set_xticks([])
        axes.set_xlabel("blocks")
        axes.set_ylabel("price, USDT")
        self.line = self.animate(axes.plot([], [], color=style.role("btc").color, lw=2.6)[0])
        self.dot = self.animate(
            axes.plot([], [], color=style.role("btc").color, marker="o", ms=8, ls="", clip_on=False)[0]
        )
        text: dict[str, Any] = {"fontsize": style.TEXT, "parse_math": False, "va": "center"}
        side = self.panel(540, BOTTOM, 353, HEIGHT, frame=False)
        self.checks = [
            self.animate(side.text(0, HEIGHT - 12 - 25 * place_, "", color=style.role("free").ink, **text))
            for place_ in range(len(CHECKS))
        ]
        self.bars = Bars(self, 7, 2, 886)

    def update(self, result: Result) -> None:
        """Show the moment."""
        self.title.set_text(result.headline)
        corners = [(0.0, 1.0), (PUSH, 1.0), (PUSH, PUSHED), (LET, PUSHED), (LET, 1.0), (BLOCKS, 1.0)]
        seen = [point for point in corners if point[0] < result.block or (point[0] == PUSH <= result.block)]
        seen.append((result.block, result.price))
        self.line.set_data(*zip(*seen, strict=True))
        self.dot.set_data([result.block], [result.price])
        for number, (text, name) in enumerate(zip(self.checks, CHECKS, strict=True)):
            mark = proof().marks[name]
            words = f"{mark}  {journal.CHECKS[name]}" if number < result.checked else ""
            place(text, 0, HEIGHT - 12 - 25 * number, words)
        self.bars.show(Lie(times=PUSHED).before, result.parts, ("before", "now"))


def moment(now: float) -> str:
    """The value of the slider in words.

    >>> moment(-0.5), moment(0.0), moment(1.5)
    ('one block', 'what broke?', 'afterwards')
    """
    return "one block" if now < STOP else "what broke?" if now == STOP else "afterwards"
