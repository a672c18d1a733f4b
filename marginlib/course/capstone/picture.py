"""Lesson 13: the picture and the explorer of six managers, and the scene that opens it."""

from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from marginlib.course.capstone import opening
from marginlib.course.capstone.account import ACCOUNT, MEMORY, NAMES, NOTHING, POOL, SEEN, WORLDS
from marginlib.course.capstone.goals import GOALS
from marginlib.course.capstone.model import PLACES, PRACTICE, TEST, Result
from marginlib.course.capstone.recorded import Scored
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Tank, TankRow

LOW, HIGH = 40.0, 100.0  # percent
LEFT, WIDE = 142.0, 390.0  # of the axis, in pixels
FOOT, PITCH = 224.0, 23.0  # height of the axis; between rows
COLUMNS = (610.0, 702.0, 794.0, 884.0)  # right edges
SCALE, FULL = 0.96, 2.5  # pixels for a USDT; level at the rim
TANKS = 186.0  # height of a row of tanks
BAR, TIP = 11.0, 9.0
NAN = float("nan")
WALLET = "wallet, out of reach"


def across(percent: float) -> float:
    """Where a share of weeks stands on the axis, in pixels.

    >>> across(40), across(100)
    (142.0, 532.0)
    """
    return LEFT + WIDE * (percent - LOW) / (HIGH - LOW)


class Picture(Scene[Result]):
    """A row for each manager, and tanks of the chosen one at the end of a week beside those of one pool."""

    def __init__(self) -> None:
        super().__init__(900, 410)
        back = self.panel(0, 0, 900, 410, frame=False)
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        self.title = self.animate(back.text(7, 396, "", fontsize=style.TITLE, weight="bold", va="center"))
        self._axis(back, text)
        head = FOOT + PITCH * len(NAMES) + 8
        self.heads = [self.animate(back.text(x, head, "", ha="right", **text)) for x in COLUMNS]
        self.rows = [
            _Row(self, back, FOOT + PITCH * (len(NAMES) - place - 0.5) + 2, text) for place in range(len(NAMES))
        ]
        words: dict[str, Any] = {"full": FULL, "scale": SCALE}
        self.mine = TankRow(self, (7, 0, 434, TANKS), 3, **words)
        self.pool = TankRow(self, (459, 0, 434, TANKS), 2, **words)

    def _axis(self, back: Any, text: dict[str, Any]) -> None:
        grey = style.role("market")
        back.add_line(Line2D([LEFT, LEFT + WIDE], [FOOT, FOOT], color=grey.color, lw=1))
        for percent in range(int(LOW), int(HIGH) + 1, 10):
            x = across(percent)
            back.add_line(Line2D([x, x], [FOOT - 4, FOOT], color=grey.color, lw=1))
            back.text(x, FOOT - 13, f"{percent} %", ha="center", **text)
        back.text(LEFT + WIDE + 30, FOOT - 13, "of weeks with nothing closed", color=grey.ink, **text)

    def update(self, result: Result) -> None:
        """Show the state."""
        self.title.set_text(result.headline)
        heads = ("unseen", "kept", "at stake", "traded") if result.fresh else ("seen", "", "", "")
        for head, words in zip(self.heads, heads, strict=True):
            head.set_text(words)
        for row, (name, scored) in zip(self.rows, result.rows.items(), strict=True):
            row.show(name, scored, fresh=result.fresh, chosen=name == result.manager)
        name, week = result.manager, f"{result.weeks} week {result.week}"
        self.mine.show([f"{name.capitalize()}, {week}: {result.left(name):.0f} left"], tanks(result, name))
        self.pool.show([f"One pool, same week: {result.left(POOL):.0f} left"], tanks(result, POOL))


def tanks(result: Result, manager: str) -> list[Tank]:
    """The pools of a manager at the end of the week, as wide as what was put in at the start."""
    end = result.end(manager)
    markets = list(ACCOUNT.holdings)
    wallet = Tank(WALLET, float(ACCOUNT.wallet), end.wallet, role="free")
    if manager == POOL:
        posted = sum(ACCOUNT.holdings[market].collateral for market in markets)
        open_ones = [place for place in end.places if place.equity is not None]
        equity, need = sum(place.equity or 0.0 for place in open_ones), sum(place.need for place in open_ones)
        gone = [name for name, place in zip(PLACES, end.places, strict=True) if place.equity is None]
        note = f"{gone[0].split()[0]} closed" if len(gone) == 1 else ""
        name = f"BTC long and ETH short{f', {note}' if note else ''}"
        return [Tank(name, posted, equity, need, role="pool", closed=not open_ones, lost=posted), wallet]
    return [
        Tank(
            name,
            ACCOUNT.holdings[market].collateral,
            place.equity or 0.0,
            place.need,
            role=market.lower(),
            closed=place.equity is None,
            lost=place.posted,
        )
        for market, name, place in zip(markets, PLACES, end.places, strict=True)
    ] + [wallet]


class _Row:
    """One manager: a ring for seen weeks, a dot for unseen ones with what luck may do, and the way between."""

    def __init__(self, scene: Picture, axes: Any, y: float, text: dict[str, Any]) -> None:
        self.y = y
        self.bar = scene.animate(axes.add_patch(Rectangle((0, y - BAR / 2), 0, BAR, lw=0)))
        self.way = scene.animate(axes.add_line(Line2D([], [], color=style.BLACK, lw=1.5)))
        self.tip = scene.animate(axes.add_line(Line2D([], [], ls="", ms=7)))
        self.ring = scene.animate(axes.add_line(Line2D([], [], marker="o", ms=9, ls="", mew=2, mfc=style.WHITE)))
        self.dot = scene.animate(axes.add_line(Line2D([], [], marker="o", ms=9, ls="")))
        self.name = scene.animate(axes.text(LEFT - 12, y, "", ha="right", **text))
        self.values = [scene.animate(axes.text(x, y, "", ha="right", **text)) for x in COLUMNS]

    def show(self, name: str, scored: Scored, *, fresh: bool, chosen: bool) -> None:
        look = style.role("pool" if name == POOL else "btc" if chosen else "market")
        self.name.set_text(name)
        self.name.set_weight("bold" if chosen else "normal")
        ring, dot, error = (
            across(100 * scored.known),
            across(100 * scored.share),
            WIDE * scored.error * 100 / (HIGH - LOW),
        )
        self.ring.set_data([ring], [self.y])
        self.ring.set_markeredgecolor(look.color)
        self.dot.set_data(*(([dot], [self.y]) if fresh else ([], [])))
        self.dot.set_color(look.color)
        end = min(dot + 2 * error, LEFT + WIDE + 6)
        self.bar.set_visible(fresh and error > 0)
        self.bar.set_bounds(dot - 2 * error, self.y - BAR / 2, end - dot + 2 * error, BAR)
        self.bar.set_facecolor(look.surface)
        far = fresh and abs(ring - dot) > 2 * TIP
        onward = TIP if dot > ring else -TIP
        self.way.set_data(*(([ring + onward, dot - onward], [self.y] * 2) if far else ([], [])))
        self.tip.set_data(*(([dot - onward], [self.y]) if far else ([], [])))
        self.tip.set_marker(">" if dot > ring else "<")
        self.tip.set_color(style.BLACK)
        words = (
            (f"{scored.share:.1%}", f"{scored.kept:.1%}", f"{scored.stake:.1%}", f"{scored.traded:.2f}x")
            if fresh
            else (f"{sum(scored.seen)} of {SEEN}", "", "", "")
        )
        for value, said in zip(self.values, words, strict=True):
            value.set_text(said.replace("%", " %"))


def scene() -> Story:
    """Return the opening scene: one unseen week for five managers, and once a prediction is locked in, 200 of them."""
    now = Slider("Time", opening.BEGIN, (opening.BEGIN, opening.END), opening.STEP, opening.moment, 1)
    return Story(opening.Result, {"now": now}, opening.Picture(), stop=opening.STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings the worlds, the age of prices, and their goal.

    It opens on seen weeks, so that whoever scrolls down is told nothing of the others.
    """
    return Explorer(
        Result,
        {
            "manager": choice("Manager", NAMES, "top up"),
            "weeks": choice("Weeks", {"20 seen": PRACTICE, "200 unseen": TEST}),
            "week": slider("Tanks of week", 2, 1, 20),
            "world": choice("World", list(WORLDS), stage=2),
            "age": slider("Age of prices", 0, 0, 2, words="{} steps", stage=2),
        },
        Picture(),
        presets={
            "what you can practise on": {},
            "unseen weeks": {"weeks": TEST},
            "memory": {"manager": MEMORY, "weeks": TEST, "week": 2},
            "jumps": {"weeks": TEST, "world": "with jumps"},
            "old prices": {"weeks": TEST, "age": 2},
            "nothing behind walls": {"manager": NOTHING, "weeks": TEST, "week": 3},
        },
        goals=GOALS if stage > 1 else GOALS[:-1],
        record=goals,
        stage=stage,
    )
