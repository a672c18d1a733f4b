"""Lesson 11: the picture and the explorer of a position that may be liquidated by whoever pays for the gas."""

from typing import Any

from matplotlib.patches import Rectangle

from marginlib.course.contracts_and_keepers.account import (
    AT_ONCE,
    ENTRY,
    GWEI,
    JUMP,
    POOLS,
    PRICE,
    SIZES,
    SLOW,
    prices,
)
from marginlib.course.contracts_and_keepers.goals import GOALS
from marginlib.course.contracts_and_keepers.model import LOWEST, Result, usdt
from marginlib.course.contracts_and_keepers.opening import scene
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene
from marginlib.show.tanks import Flow, Tank, TankRow

__all__ = ["Picture", "explorer", "scene"]
TOPS = (15, 30, 60, 150, 300, 600, 1_500, 6_000)  # USDT at the upper end of the axis
LINE, TALL = 18.0, 118  # pixels: a line of small text, and the axes
HIGH = 0.95  # of the height, where a stroke stands for each price that was written
SHORT = 70.0  # pixels: a zone that is narrower has no words
MARGIN = 120  # USDT between the left end of the axis and the words of its zone
PALE = 0.15  # of its colour in a zone
PLACES = (0.2, 0.35, 0.5, 0.65, 0.8)  # of the height, at which the words of a zone may stand


def behind(color: str) -> dict[str, Any]:
    """A box in the colour of a zone, so that no line strikes its words through."""
    return {"facecolor": color, "edgecolor": "none", "pad": 1}


class Picture(Scene[Result]):
    """Above, what a call pays and costs at each price; below, who has what."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        top = self.panel(14, 374, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold", parse_math=False))
        axes = self.axes = self.panel(78, 246, 630, TALL)
        axes.set_xlim(ENTRY, LOWEST)
        axes.set_xticks(range(LOWEST, ENTRY + 1, 1_000), [f"{price:,}" for price in range(LOWEST, ENTRY + 1, 1_000)])
        axes.set_xlabel("price of BTC in USDT, which falls to the right")
        axes.set_ylabel("USDT a call")
        axes.yaxis.set_label_coords(-0.079, 0.5)  # beside the longest numbers
        grey, loss, free = (style.role(name) for name in ("market", "loss", "free"))
        text: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        zone = [style.mixed(look.color, PALE) for look in (grey, loss)]
        self.zones = [self.animate(axes.add_patch(Rectangle((0, 0), 0, 1, lw=0, facecolor=color))) for color in zone]
        self.costs = self.animate(axes.axhline(0, color=loss.color, lw=2, ls=(0, (4, 2))))
        self.pays = self.animate(axes.plot([], [], color=free.color, lw=3, clip_on=False)[0])
        self.way = self.animate(
            axes.plot([], [], color=style.role("btc").color, lw=1.5, marker="|", ms=8, clip_on=False)[0]
        )
        self.now = self.animate(axes.axvline(ENTRY, color=style.BLACK, lw=1.5))
        self.made = self.animate(axes.plot([], [], color=style.BLACK, marker="x", ms=9, mew=2, ls="", clip_on=False)[0])
        self.here = self.animate(axes.plot([], [], color=style.BLACK, marker="o", ms=8, ls="", clip_on=False)[0])
        self.words = [
            self.animate(
                axes.text(0, 0, "", ha=side, va="center", color=ink, linespacing=1.15, bbox=behind(color), **text)
            )
            for ink, color, side in (
                (grey.ink, zone[0], "left"),  # the crosses stand further to the right
                (loss.ink, zone[1], "center"),
                (style.BLACK, style.WHITE, "center"),
            )
        ]
        self.names = [
            self.animate(axes.text(LOWEST - 80, 0, "", va="center", color=ink, clip_on=False, **text))
            for ink in (loss.ink, free.ink, style.BLACK)
        ]
        self.tanks = TankRow(self, (14, 0, 872, 200), 4, full=1.6, lanes=3, levels=2)

    def update(self, result: Result) -> None:
        """Show the state."""
        self.title.set_text(result.headline)
        cost = result.next.cost if result.next else result.refusal
        pays = [reward for _, reward in result.curve]
        top = next(one for one in TOPS if one >= 1.1 * max([cost, *pays, *(c.done.reward for c in result.calls)]))
        if self.scenery != top:
            self.scenery = top
            self.axes.set_ylim(0, top)
            self.axes.set_yticks([0, top / 3, 2 * top / 3, top], [f"{top * third // 3:,}" for third in range(4)])
        self._lines(result, cost, top)
        self._zones(result, top)
        self.tanks.show([result.second], tanks(result), flows(result))

    def _zones(self, result: Result, top: float) -> None:
        open_ = bool(result.rest.size)
        line, bankrupt = (result.line, result.bankruptcy) if open_ else (ENTRY, LOWEST)
        ends = [min(max(price, LOWEST), ENTRY) for price in (ENTRY, line, bankrupt, LOWEST)]
        sides = [(ends[0], ends[1]), (ends[2], ends[3]), (ends[1], ends[2])]
        said = [
            "covered: a call is refused",
            "bankrupt: others lose",
            "may be liquidated" if open_ else "closed: nothing is left to call",
        ]
        taken = [self.costs.get_ydata()[0], *(reward for _, reward in result.curve), 0.0]
        taken += [call.done.reward for call in result.calls]
        height = max(PLACES, key=lambda place: min(abs(place * top - one) for one in taken))
        width = self.axes.bbox.width / self.scale / (ENTRY - LOWEST)
        for place, ((left, right), words) in enumerate(zip(sides, said, strict=True)):
            room = (left - right) * width - 14
            if place < len(self.zones):
                self.zones[place].set_bounds(left, 0, right - left, top)
            self.words[place].set_text(self.wrapped(words, style.SMALL, room) if room > SHORT else "")
            self.words[place].set_position((left - MARGIN if place == 0 else (left + right) / 2, height * top))

    def _lines(self, result: Result, cost: float, top: float) -> None:
        curve = result.curve
        self.costs.set_ydata([cost, cost])
        self.pays.set_data([price for price, _ in curve], [reward for _, reward in curve])
        self.made.set_data([call.price for call in result.calls], [call.done.reward for call in result.calls])
        self.now.set_xdata([result.price, result.price])
        written = [ENTRY, *prices(result.price, result.fall)]
        self.way.set_data(written, [HIGH * top] * len(written))
        pay = result.next.done.reward if result.next else 0
        self.here.set_data([result.price], [pay])
        last = curve[-1][1] if curve else 0
        words = [f"{'a refusal' if not result.next else 'a call'} costs {usdt(cost)}"]
        words += [f"a call pays {usdt(pay)} now" if result.next else "what a call pays" if curve else "", ""]
        wanted = [cost, float(pay if result.next else last), 0.0]
        shown = [place for place, one in enumerate(words) if one]
        tall = LINE * top / TALL
        for text in self.names:
            text.set_text("")
        for place, height in zip(
            shown, spread([wanted[one] for one in shown], [tall] * len(shown), 0, top), strict=True
        ):
            self.names[place].set_text(words[place])
            self.names[place].set_y(height)


def tanks(result: Result) -> list[Tank]:
    """Keepers with what they paid and got, Ada's position, and both pools.

    >>> [(tank.name, tank.posted, tank.level) for tank in tanks(Result())][:2]
    [('no keeper yet', 0.0, 0.0), ('Ada, 1 BTC', 5000, 2000.0)]
    """
    paid = sum((call.cost for call in result.calls), 0.0)
    got = sum(call.done.reward for call in result.calls)
    gone = not result.rest.size
    back = result.calls[-1].done.left if gone else 0
    margin = result.opened.margin
    return [
        Tank(f"keepers, {usdt(paid)} of gas" if paid else "no keeper yet", paid, float(got), role="free"),
        Tank(
            f"Ada, {result.size:g} BTC",
            margin,
            float(result.worth),
            float(result.need),
            role="btc",
            closed=gone,
            lost=margin - back,
        ),
        Tank("insurance pool", POOLS[1], result.pools[1], role="fund"),
        Tank("liquidity pool, the other side", POOLS[0], result.pools[0], role="market"),
    ]


def flows(result: Result) -> list[Flow]:
    """Where the money of the last call went.

    >>> [flow.words for flow in flows(Result(gas=60))]
    ['23', '96', '675']
    """
    if not result.calls:
        return []
    last = result.calls[-1].done
    moved = ((0, last.reward), (2, last.fee - last.reward), (3, last.charged))
    return [Flow(1, target, f"{amount:,}") for target, amount in moved if amount]


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings the step of a call and the caller's share.

    It opens on a calm day and a covered position, so that whoever scrolls down is told nothing.
    """
    return Explorer(
        Result,
        {
            "price": slider("Price of BTC", 48_000, LOWEST, ENTRY, 100, "{:,} USDT"),
            "gas": slider("Price of gas", 20, 10, 300, 10, "{} gwei"),
            "size": choice("Position", {f"{size:g} BTC": size for size in SIZES}, 1.0),
            "fall": choice("The price falls", (SLOW, AT_ONCE)),
            "step": slider("A call closes", 25, 10, 100, 5, "{} %", stage=2),
            "share": slider("Caller's share of the fee", 20, 5, 100, 5, "{} %", stage=2),
        },
        Picture(),
        presets={
            "the hook": {"price": PRICE, "gas": GWEI},
            "a calm day": {"price": PRICE},
            "one jump past zero": {"price": JUMP, "gas": GWEI, "fall": AT_ONCE},
            "three calls, then nobody": {"price": JUMP, "gas": 60},
            "whole close": {"price": PRICE, "gas": GWEI, "step": 100},
        },
        goals=GOALS if stage > 1 else GOALS[:-1],
        record=goals,
        stage=stage,
    )
