"""Lesson 08: the opening scene. A shock of 4.5 % passes and nobody falls; one of 4.6 % begins, and then comes more."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.cascade import Ladder
from marginlib.course.cascades.account import CROWDS, LONGS, RATE, SLOPE, START, line, posted
from marginlib.show import style
from marginlib.show.controls import Slider
from marginlib.show.labels import spread
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Tank, TankRow

SMALL, LARGE = 4.5, 4.6  # percent: the two shocks
AGAIN = 5.0  # when the second one begins; a percent takes as long as another
STOP = AGAIN + LARGE
STEP, REST = 0.1, 1.0  # and seconds in which one sees what has happened
LOW, HIGH, LABEL = 84.0, 101.0, 1.1  # USDT, and what a label takes of them
EACH = LONGS // len(CROWDS)
LINES = np.repeat([line(leverage) for leverage in CROWDS], EACH)
LADDER = Ladder(LINES, np.ones(LONGS), lambda closed: SLOPE * closed)
FALLEN = np.cumsum([LARGE, *(SLOPE * size for size in LADDER.rounds(START - LARGE))])  # percent, after each round
END = AGAIN + float(FALLEN[-1])
BEHIND = posted(LINES)
OWED = [LADDER.bad_debt(np.where(line(leverage) == LINES, BEHIND, START), START, START - LARGE) for leverage in CROWDS]


@dataclass(frozen=True)
class Opening:
    """Two crowds of 200 longs at the moment `now`, in percent that the price has fallen, one shock after the other."""

    now: float = END

    @property
    def second(self) -> bool:
        """Whether the larger shock is on its way."""
        return self.now >= AGAIN

    @property
    def fall(self) -> float:
        """How far the price is down, in percent."""
        return self.now - AGAIN if self.second else min(self.now, SMALL)

    @property
    def price(self) -> float:
        """The price now."""
        return START - self.fall

    @property
    def closed(self) -> list[bool]:
        """Which crowds are closed by now: the first sells after the stop, the second when it has sold."""
        return [bool(self.now > AGAIN + before + STEP / 2) for before in FALLEN[:-1]]

    @property
    def rests(self) -> dict[float, float]:
        """The ends of the shocks, and the first moment after each closing."""
        closings = [round(AGAIN + float(fall) + STEP, 1) for fall in FALLEN[:-1]]
        return {SMALL: REST, **dict.fromkeys(closings, REST)}

    @property
    def headline(self) -> str:
        """What happens now."""
        if not self.second:
            shock = f"A shock of {SMALL:g} %"
            return f"{shock}: nobody is closed, and the price stays" if self.now >= SMALL else f"{shock} begins"
        if self.now <= STOP + STEP / 2:
            return f"The same longs, and a shock of {LARGE:g} %"
        falling = sum(self.closed)
        if self.now >= END - STEP / 2:
            return f"A shock of {LARGE:g} % ends at {self.fall:.1f} %, and nobody is left"
        return f"{falling * EACH} of {LONGS} are closed, and their sales push the price on"

    @property
    def caption(self) -> str:
        """The finding in a sentence."""
        return f"The price is at {self.price:.1f} USDT, and {sum(self.closed) * EACH} of {LONGS} longs are closed."

    @property
    def tanks(self) -> list[Tank]:
        """What stands behind both crowds."""
        found = []
        for place, (leverage, closed, rest) in enumerate(zip(CROWDS, self.closed, list(self.rests)[1:], strict=True)):
            put_in = EACH * START / leverage
            level = 0.0 if closed else float(formulas.equity(put_in, EACH, START, self.price))
            need = 0.0 if closed else EACH * RATE * self.price
            name = f"{EACH} longs at {leverage}x"
            fresh = abs(self.now - rest) < STEP / 2
            sold = self.now > AGAIN + FALLEN[place + 1] - STEP / 2
            note = f"{OWED[place]:,.0f} owed" if sold else ""
            lost = put_in if closed else 0.0
            found.append(Tank(name, put_in, level, need, "btc", closed=closed, lost=lost, note=note, fresh=fresh))
        return found

    @property
    def description(self) -> str:
        """The picture in words."""
        names = [
            f"the {leverage}x crowd is {'closed' if closed else 'open'}"
            for leverage, closed in zip(CROWDS, self.closed, strict=True)
        ]
        return f"{self.headline}. {self.caption} {names[0].capitalize()}, and {names[1]}."

    @property
    def table(self) -> pd.DataFrame:
        """Both crowds in numbers."""
        rows = {
            "liquidation price, USDT": [f"{line(leverage):.2f}" for leverage in CROWDS],
            "put in, USDT": [f"{tank.posted:,.0f}" for tank in self.tanks],
            "in the tank, USDT": [f"{tank.level:,.0f}" for tank in self.tanks],
        }
        names = [f"{EACH} longs at {leverage}x" for leverage in CROWDS]
        return pd.DataFrame(rows, index=pd.Index(names, name=f"at {self.price:.1f} USDT")).T


class Picture(Scene[Opening]):
    """The tanks of both crowds, and the price under both shocks above their lines."""

    def __init__(self) -> None:
        super().__init__(900, 330)
        top = self.panel(14, 304, 880, 24, frame=False)
        self.title = self.animate(top.text(0, 4, "", fontsize=style.TITLE, weight="bold"))
        self.row = TankRow(self, (14, 24, 360, 272), 2, full=1.1)
        axes = self.panel(430, 34, 270, 256)
        self.time_axis = 430, 700
        axes.set_xlim(0, END * 1.02)
        axes.set_ylim(LOW, HIGH)
        axes.set_xticks([])
        axes.set_ylabel("price, USDT")
        need, btc, grey, loss = (style.role(name) for name in ("need", "btc", "market", "loss"))
        for leverage in CROWDS:
            axes.axhline(line(leverage), color=need.color, ls=need.line, lw=2)
        self.first = self.animate(axes.plot([], [], color=grey.color, lw=2)[0])
        self.path = self.animate(axes.plot([], [], color=btc.color, lw=2.6)[0])
        self.sold = self.animate(axes.plot([], [], color=loss.color, lw=3)[0])
        self.here = self.animate(axes.plot([], [], color=style.BLACK, marker="o", ms=8, ls="", clip_on=False)[0])
        self.why = [
            self.animate(axes.text(0.4, LOW + 0.6 + 1.5 * place, "", fontsize=style.SMALL, color=ink))
            for place, ink in enumerate((loss.ink, btc.ink))
        ]
        self.names = [
            self.animate(axes.text(END * 1.06, 0, "", fontsize=style.SMALL, color=ink, va="center", clip_on=False))
            for ink in (need.ink, need.ink, style.BLACK)
        ]

    def update(self, result: Opening) -> None:
        """Show the moment."""
        self.title.set_text(result.headline)
        self.row.show([f"What stands behind {LONGS} longs, USDT"], result.tanks)
        first = np.array([0.0, min(result.now, SMALL), min(result.now, AGAIN)])
        self.first.set_data(first, START - np.minimum(first, SMALL))
        shocked = np.array([AGAIN, min(result.now, STOP)]) if result.second else first
        self.path.set_data(shocked, START - (shocked - AGAIN if result.second else np.minimum(first, SMALL)))
        sold = np.array([STOP, result.now]) if result.now > STOP else np.zeros(0)
        self.sold.set_data(sold, START - (sold - AGAIN))
        for text, why in zip(self.why, ("what sales push", "the shock"), strict=True):
            text.set_text(why if len(sold) else "")
        self.here.set_data([result.now], [result.price])
        words = [f"{leverage}x: closed below {line(leverage):.2f}" for leverage in CROWDS]
        wanted = [*(line(leverage) for leverage in CROWDS), result.price]
        for text, word, place in zip(
            self.names, [*words, f"now {result.price:.1f}"], spread(wanted, [LABEL] * 3, LOW, HIGH), strict=True
        ):
            text.set_text(word)
            text.set_y(place)


def moment(now: float) -> str:
    """The value of the slider in words.

    >>> moment(3.0), moment(7.0)
    ('first: 3.0 % down', 'second: 2.0 % down')
    """
    result = Opening(now)
    return f"{'second' if result.second else 'first'}: {result.fall:.1f} % down"


def scene() -> Story:
    """Return the opening scene: it plays until the second shock has done its part, and goes on after a prediction."""
    return Story(Opening, {"now": Slider("Time", 0.0, (0.0, round(END, 1)), STEP, moment, 1)}, Picture(), stop=STOP)
