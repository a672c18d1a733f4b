"""Lesson 00: the picture and the explorer of one account on one crash."""

import numpy as np

from marginlib.course.start_here.account import END, HOURS
from marginlib.course.start_here.goals import GOALS
from marginlib.course.start_here.model import Pool, Result, worded
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, slider
from marginlib.show.explorer import Explorer
from marginlib.show.price_path import Level, Line, Moment, PathPanel
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Tank, TankRow

STOP = 20.0  # the hour of the question, at the foot of the crash


class Picture(Scene[Result]):
    """The pools of both traders above, the prices below."""

    def __init__(self) -> None:
        super().__init__(900, 432)
        top = self.panel(14, 408, 880, 24, frame=False)
        self.title = self.animate(top.text(0, 4, "", fontsize=style.TITLE, weight="bold"))
        self.left = TankRow(self, (14, 198, 450, 206), 3, words=worded, scale=1.0)
        self.right = TankRow(self, (484, 198, 410, 206), 1, words=worded, scale=1.0)
        self.path = PathPanel(self, (60, 28, 830, 172), HOURS, (35, 112), margin=180, axis=("", "price, USDT"))

    def update(self, result: Result) -> None:
        """Show the account at its hour."""
        (btc, eth), (alone, pooled) = result.prices, result.lines
        long, short, _ = result.isolated
        levels = []
        if not long.closed and alone > 0:
            levels.append(Level(alone, [f"Ada's long closes at {alone:.2f}", f"Ada closes at {alone:.2f}"]))
        if (pooled > 0).any():
            line = float(np.interp(result.now, HOURS, pooled))  # another one in every hour
            levels.append(Level(pooled, [f"Bo now closes at {line:.2f}", f"Bo closes at {line:.2f}"], "pool"))
        moments = [
            Moment(pool.end.time, float(price[int(pool.end.time)]), words, pool.role)
            for pool, price, words in (
                (long, btc, ["Ada's long closed", "Ada closed"]),
                (short, eth, ["Ada's short closed", "Ada closed"]),
                (result.cross, btc, ["Bo closed"]),
            )
            if pool.closed
        ]
        self.path.show([Line(btc, ["BTC"]), Line(eth, ["ETH"], "eth")], result.now, levels, moments)
        self.title.set_text(result.headline)
        self.left.show(["Ada: a wall around each trade"], [_tank(pool) for pool in result.isolated])
        self.right.show(["Bo: one pool behind everything"], [_tank(result.cross)])


def _tank(pool: Pool) -> Tank:
    looks = pool.name, pool.posted, pool.level, pool.needed, pool.role, pool.closed, pool.lost, pool.note
    return Tank(*looks, fresh=pool.end.time == pool.now)


def _hours(now: float) -> Slider:
    return slider("Time", now, 0.0, float(END), 0.25, "hour {:g}")


def scene() -> Story:
    """Return the opening scene: the crash plays to its foot and goes on once a prediction is locked in."""
    return Story(Result, {"now": _hours(0.0)}, Picture(), stop=STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings the length of the fall.

    It opens where the scene stops, so that whoever scrolls down is not told how it ends.
    """
    return Explorer(
        Result,
        {
            "depth": slider("Depth", 18, 0, 60, 1, "{} %"),
            "back": slider("Comes back", 60, 0, 100, 5, "{} %"),
            "speed": slider("Length of the fall", 8, 1, 24, 1, "{} h", stage=2),
            "leverage": slider("BTC leverage", 10, 1, 25, 1, "{}x"),
            "now": _hours(STOP),
        },
        Picture(),
        presets={
            "the opening crash": {"now": float(END)},
            "one that stays down": {"back": 0, "now": float(END)},
            "all the way back": {"back": 100, "now": float(END)},
        },
        goals=GOALS,
        record=goals,
        stage=stage,
    )
