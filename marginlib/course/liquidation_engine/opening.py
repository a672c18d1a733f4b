"""The opening scene of lesson 07: the price jumps, your screen says 210, you are closed with 180; then who pays."""

from dataclasses import dataclass, field

import pandas as pd

from marginlib.course.liquidation_engine import model
from marginlib.course.liquidation_engine.account import CAT, ENTRY, FUND, OTHERS, POSTED, YOU
from marginlib.course.liquidation_engine.model import usdt
from marginlib.show.tanks import Tank, described

BEGIN, JUMP, CLOSED, STOP, BARS, STEPS, END = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 9.0
STEP = 0.05


@dataclass(frozen=True)
class Result:
    """What is seen at the moment `now`."""

    now: float = BEGIN
    story: model.Result = field(default_factory=model.Result)

    @property
    def shown(self) -> model.Result:
        """The story with as many steps as have been told."""
        count = 0 if self.now < STEPS else min(int(self.now - STEPS) + 1, len(self.story.steps))
        return model.Result(until=count)

    @property
    def price(self) -> float:
        """Of BTC."""
        return ENTRY if self.now < JUMP else self.story.price

    @property
    def yours(self) -> float:
        """What is in your tank."""
        if self.now < JUMP:
            return POSTED
        if CLOSED <= self.now < BARS:
            return self.story.now[YOU]
        return self.shown.now[YOU]

    @property
    def told(self) -> bool:
        """Whether the others are seen."""
        return self.now >= BARS

    @property
    def said(self) -> dict[str, str]:
        """What stands beside your tank until the others are seen."""
        if self.told:
            return {}
        screen = POSTED if self.now < JUMP else self.story.screens[YOU]
        shown = {"your screen": f"{usdt(screen)} USDT"}
        return shown if self.now < CLOSED else {**shown, "your account": f"{usdt(self.yours)} USDT"}

    @property
    def headline(self) -> str:
        """What happens now."""
        if self.now < JUMP:
            return "You are short 6 BTC from 100 USDT, with 120 USDT posted"
        if self.now < CLOSED:
            return "In one jump BTC is at 85, and your screen says 210 USDT"
        if not self.told:
            return "A minute later you are closed, and 180 USDT are in your account"
        if self.now < STEPS:
            return "All screens together said 490 USDT, and the venue holds 440"
        return self.shown.headline

    @property
    def caption(self) -> str:
        """The same in a sentence."""
        return f"{self.headline}."

    @property
    def tanks(self) -> list[Tank]:
        """Yours, and then those of everybody."""
        closed = CLOSED <= self.now < BARS or (self.told and not self.shown.left[YOU])
        mine = Tank("you, closed" if closed else "you, short 6", POSTED, self.yours, role="third")
        if not self.told:
            return [mine]
        shown = self.shown
        ann = Tank("Ann, long 10", OTHERS[0], 0.0, role="btc", closed=True, lost=100, note=f"{usdt(shown.owed)} owed")
        fund = Tank("fund", FUND, shown.now["fund"], role="fund")
        cat = Tank(f"Cat, short {usdt(abs(shown.left[CAT]))}", OTHERS[CAT], shown.now[CAT], role="market")
        return [mine, ann, fund, cat]

    @property
    def description(self) -> str:
        """The picture in words."""
        return f"{self.headline}. {described(self.tanks)}"

    @property
    def table(self) -> pd.DataFrame:
        """Your money, and once it is told that of everybody."""
        if self.told:
            return self.shown.table
        rows = {"BTC": [f"{self.price:g}"], "yours, USDT": [usdt(self.yours)]}
        return pd.DataFrame(rows, index=pd.Index(["now"], name="moment"))


def moment(now: float) -> str:
    """The value of the slider in words.

    >>> moment(0.5), moment(5.25)
    ('0.50 s', '5.25 s')
    """
    return f"{now:.2f} s"
