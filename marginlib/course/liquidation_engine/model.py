"""Lesson 07: a jump, a long that cannot pay, and who bears what is missing, by the engine of the library.

All positions lie in one market, so what screens promise after a jump is what was put in and what Ann owes.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from marginlib import formulas
from marginlib.course.liquidation_engine.account import (
    ANN,
    CAT,
    ENTRY,
    OTHERS,
    RATE,
    SIZES,
    YOU,
    book,
    jump,
)
from marginlib.formulas import settlement
from marginlib.liquidation import Holder, Step, adl_score, pro_rata, queue, random_start
from marginlib.modes import isolated
from marginlib.show.tanks import amount

MOST = 4  # steps that there can be
CENT = 0.005
BEST, SAME, DRAWN, CUT = "close the best paid", "the same share of all", "from a random place", "cut the profits"
AFTER = {
    BEST: (queue, "takeover"),
    SAME: (pro_rata, "takeover"),
    DRAWN: (random_start(1), "takeover"),
    CUT: (queue, "clawback"),
}
HOLDERS: tuple[Holder, ...] = ("fund", YOU, CAT)
NAMES: dict[Holder, str] = {ANN: "Ann", "fund": "the fund", YOU: "you", CAT: "Cat"}
DOING = {
    "takeover": "the venue takes Ann over",
    "dispose": "it sells on the market",
    "deleverage": "{} closed",
    "cover": "the rest is shared",
}


def usdt(value: float) -> str:
    """An amount with cents only where there are any.

    >>> usdt(30.0), usdt(0.75), usdt(-0.0)
    ('30', '0.75', '0')
    """
    return amount(value) if abs(value - round(value)) < CENT else f"{value:,.2f}".replace("-", "−")


@dataclass(frozen=True)
class Result:
    """BTC jumps from 100 to `price`, the market takes so many BTC there, and `until` steps of the venue are shown."""

    price: float = 85.0
    fund: int = 20
    taken: int = 3
    until: int = MOST
    posted: int = 120
    after: str = BEST

    @cached_property
    def steps(self) -> list[Step]:
        """All that the venue does."""
        ranking, rules = AFTER[self.after]
        return jump(self.price, self.fund, self.taken, self.posted, ranking=ranking, rules=rules)

    @property
    def told(self) -> list[Step]:
        """The steps that are shown."""
        return self.steps[: self.until]

    @cached_property
    def equity(self) -> list[float]:
        """What each of the three owns right after the jump, below zero where more is lost than was posted."""
        return [float(one) for one in book(self.posted).state(isolated(book()), {"BTC": self.price}).equity]

    @property
    def owed(self) -> float:
        """What Ann lacks."""
        return float(settlement.bad_debt(self.equity[ANN]))

    @property
    def line(self) -> float:
        """The price at which Ann is liquidated."""
        return float(formulas.liquidation_price(OTHERS[ANN], SIZES[ANN], ENTRY, RATE))

    @property
    def screens(self) -> dict[Holder, float]:
        """What the screens say after the jump, where nothing is less than zero."""
        return {"fund": float(self.fund), **{pool: max(self.equity[pool], 0.0) for pool in (ANN, YOU, CAT)}}

    @property
    def promised(self) -> float:
        """All screens together."""
        return sum(self.screens.values())

    @property
    def put_in(self) -> float:
        """All the money that the venue has been given, which is all that it holds."""
        return OTHERS[ANN] + self.posted + OTHERS[CAT] + self.fund

    def claims(self, step: Step | None) -> dict[Holder, float]:
        """What everybody may claim after a step: what accounts and the fund say."""
        return {holder: float(step.money[holder]) for holder in self.screens} if step else self.screens

    @property
    def now(self) -> dict[Holder, float]:
        """What everybody may claim after the steps shown."""
        return self.claims(self.told[-1] if self.told else None)

    @property
    def left(self) -> list[float]:
        """Size of each position after the steps shown."""
        shares = self.told[-1].left.tolist() if self.told else [1.0] * 3
        return [size * share for size, share in zip(SIZES, shares, strict=True)]

    @property
    def paid(self) -> dict[Holder, float]:
        """What each has given up so far for Ann, below zero where it gained."""
        return {holder: self.screens[holder] - self.now[holder] for holder in HOLDERS}

    @property
    def scores(self) -> dict[int, float]:
        """By what the queue ranks you and Cat."""
        return {
            pool: float(
                adl_score(
                    SIZES[pool] * (self.price - ENTRY),
                    -SIZES[pool] * ENTRY,
                    -SIZES[pool] * self.price,
                    self.equity[pool],
                )
            )
            for pool in (YOU, CAT)
        }

    @property
    def whole(self) -> "Result":
        """The same with all its steps shown."""
        return replace(self, until=MOST)

    @property
    def spared(self) -> bool:
        """Whether you keep your position and all that your screen said."""
        return self.left[YOU] == SIZES[YOU] and abs(self.paid[YOU]) < CENT

    @property
    def done(self) -> bool:
        """Whether all steps are shown."""
        return len(self.told) == len(self.steps)

    @property
    def payers(self) -> str:
        """Who has paid so far, in words."""
        who = {"fund": "the fund pays", YOU: "you pay", CAT: "Cat pays"}
        return ", ".join(f"{who[one]} {usdt(money)}" for one, money in self.paid.items() if money > CENT)

    @property
    def stands(self) -> str:
        """How Ann stands after the jump."""
        return f"Ann owes {usdt(self.owed)}" if self.owed > 0 else f"Ann has {usdt(self.equity[ANN])} left"

    @property
    def headline(self) -> str:
        """What happens, in one line."""
        at, gained = f"At {self.price:g}", -self.paid["fund"]
        if not self.steps:
            return f"{at} {self.stands}, and nobody is closed"
        if self.payers:
            return f"{at} {self.stands}: {self.payers}"
        if gained > CENT:
            return f"{at} {self.stands}: the fund gains {usdt(gained)}"
        return f"{at} {self.stands}, and nobody {'pays' if self.done else 'has paid yet'}"

    @property
    def caption(self) -> str:
        """The finding in a sentence."""
        if not self.steps:
            return f"Ann still has {usdt(self.equity[ANN])} USDT, so nobody is closed."
        if not self.done:
            paid = f"and so far {self.payers}" if self.payers else "and nobody has paid yet"
            return f"{self.stands}, {paid}."
        has, said = usdt(self.now[YOU]), usdt(self.screens[YOU])
        if self.spared:
            return f"You keep your short and the {has} USDT that your screen said."
        kept = {0.0: "You are closed", -SIZES[YOU]: "You keep your short"}.get(abs(self.left[YOU]), "You keep a part")
        return f"{kept}, and you have {has} USDT where your screen said {said}."

    @property
    def description(self) -> str:
        """The picture in words."""
        posted = f"Ann had posted {OTHERS[ANN]:.0f} and has lost {usdt(-SIZES[ANN] * (self.price - ENTRY))}"
        told = [f"{self.headline}.", f"{posted}."]
        told += [f"Screens promise {usdt(self.promised)} USDT, and the venue holds {usdt(self.put_in)}."]
        told += [f"After the steps shown everybody together may claim {usdt(sum(self.now.values()))}."]
        told += [
            f"{NAMES[one].capitalize()} had {usdt(self.screens[one])} on the screen and {usdt(self.now[one])} now."
            for one in HOLDERS
        ]
        you, cat = self.scores[YOU], self.scores[CAT]
        return " ".join([*told, f"In the queue your score is {you:.2f} and that of Cat {cat:.2f}."])

    @property
    def table(self) -> pd.DataFrame:
        """Every step shown, what may be claimed after it, and what the venue holds."""
        rows = [("0. the screens", "", "", self._row(None))]
        for number, step in enumerate(self.told, start=1):
            who = {YOU: "you are", CAT: "Cat is"}.get(step.pool, "")
            trade = step.trades[0] if step.trades else None
            size, at = (f"{abs(trade.size):.3g}", f"{trade.price:.2f}") if trade else ("", "")
            rows.append((f"{number}. {DOING[step.kind].format(who)}", size, at, self._row(step)))
        names = ["step", "BTC", "at", "fund", "promised", "held"]
        return pd.DataFrame([(*row, *money) for *row, money in rows], columns=names).set_index("step")

    def _row(self, step: Step | None) -> tuple[str, str, str]:
        claims = self.claims(step)
        held = sum(float(one) for one in step.money.values()) if step else self.promised - self.owed
        return usdt(claims["fund"]), usdt(sum(claims.values())), usdt(held)
