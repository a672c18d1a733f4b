"""A score card as a picture: how often each manager survives, and how much money it puts at stake for that."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from marginlib.agents import Account, Exchange, Holding, Score, ScoreCard, cut, do_nothing, hedge, judge, shift, top_up
from marginlib.modes import cross, isolated
from marginlib.paths import gbm
from marginlib.schedules import FlatRate
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

MARKETS = ("BTC", "ETH", "SOL")
MODES = {"isolated": isolated, "cross": cross}
START = Account({"BTC": Holding(1.0, 100.0, 8.0), "ETH": Holding(1.0, 100.0, 8.0)}, wallet=32.0)
WEEK, STEPS, PATHS, SEED = 7 / 365, 28, 25, 11
RULES = {"top up": top_up(3.0, 6.0), "cut": cut(3.0, 6.0), "shift": shift(3.0), "hedge": hedge("SOL", 3.0)}
NAMES = {"do nothing": "plain", "top up": "btc", "cut": "third", "shift": "pool", "hedge": "eth"}


@lru_cache(maxsize=256)
def judged(mode: str, volatility: int, latency: int) -> ScoreCard:
    """Score card of all rules on the same paths; a thousandth of fee, depth of 2,000 units."""
    exchange = Exchange(
        dict.fromkeys(MARKETS, FlatRate(0.01)), MODES[mode], 0.001, dict.fromkeys(MARKETS, 2000.0), latency
    )
    together = np.full((3, 3), 0.7) + 0.3 * np.eye(3)
    paths = gbm([100.0] * 3, [volatility / 100] * 3, WEEK, STEPS, PATHS, correlation=together, seed=SEED)
    return judge(do_nothing, START, paths, exchange, name="do nothing", baselines=RULES, limit=30.0)


@dataclass(frozen=True)
class Result:
    """The rules on a week of six-hour steps."""

    mode: str
    volatility: int
    latency: int

    @property
    def card(self) -> ScoreCard:
        """The score card."""
        return judged(self.mode, self.volatility, self.latency)

    @property
    def best(self) -> Score:
        """The rule that survives most often, the one with less at stake first."""
        return max(self.card.scores, key=lambda score: (score.survival, -score.stake))

    @property
    def headline(self) -> str:
        """The finding."""
        nothing, best = self.card.scores[0], self.best
        if best is nothing or best.survival == nothing.survival:
            rest = f"doing nothing, {nothing.survival:.0%} of {PATHS} weeks"
            return f"{self.mode.capitalize()}: no rule survives more often than {rest}"
        rest = f"doing nothing {nothing.survival:.0%}"
        return f"{self.mode.capitalize()}: {best.name} survives {best.survival:.0%} of {PATHS} weeks, {rest}"

    @property
    def description(self) -> str:
        """What the picture shows."""
        parts = [f"{score.name} {score.survival:.0%} with {score.stake:.0%} at stake" for score in self.card.scores]
        return (
            f"Two longs at 12.5x in {self.mode} mode, two thirds of the money in the wallet, volatility "
            f"{self.volatility} %, prices {self.latency * 6} hours old. {self.headline}. Survival: {', '.join(parts)}."
        )

    @property
    def table(self) -> pd.DataFrame:
        """The score card."""
        return self.card.table


LOW, HIGH = 0.3, 0.46


class Picture(Scene[Result]):
    """Survival upwards, money at stake to the right; beside the points, the names with what was kept and traded."""

    def __init__(self) -> None:
        super().__init__(900, 380)
        self.axes = axes = self.panel(70, 50, 520, 280)
        axes.set_xlim(LOW, HIGH)
        axes.set_ylim(-0.05, 1.05)
        axes.set_xlabel("money at stake, share of all money (less is better)")
        axes.set_ylabel("weeks survived (more is better)")
        axes.set_xticks(np.arange(0.3, 0.451, 0.05), [f"{share:.0%}" for share in np.arange(0.3, 0.451, 0.05)])
        axes.set_yticks(np.arange(0, 1.01, 0.25), [f"{share:.0%}" for share in np.arange(0, 1.01, 0.25)])
        self.title = self.animate(axes.set_title("", loc="left", fontsize=style.TITLE))
        side = self.panel(590, 50, 300, 280, frame=False)
        self.points, self.labels, self.leaders = [], [], []
        for role in NAMES.values():
            look = style.role(role)
            marker = "o" if role == "plain" else look.marker
            self.leaders.append(self.animate(axes.plot([], [], color=look.color, lw=1, ls=":", clip_on=False)[0]))
            self.points.append(self.animate(axes.plot([], [], color=look.color, marker=marker, ms=11, ls="")[0]))
            label = side.text(22, 0, "", fontsize=style.SMALL, color=look.ink, va="center", parse_math=False)
            self.labels.append(self.animate(label))

    def update(self, result: Result) -> None:
        """Move points and labels."""
        scores = result.card.scores
        heights = [280 * (score.survival + 0.05) / 1.1 for score in scores]
        centres = spread(heights, [40.0] * len(scores), -10, 284)
        for score, point, label, leader, centre in zip(
            scores, self.points, self.labels, self.leaders, centres, strict=True
        ):
            point.set_data([score.stake], [score.survival])
            end = LOW + (HIGH - LOW) * (520 + 16) / 520
            leader.set_data([score.stake, end], [score.survival, centre / 280 * 1.1 - 0.05])
            words = f"{score.name}: {score.survival:.0%}\nkeeps {score.kept:.0%}, trades {score.turnover:.2f}x"
            label.set_text(words)
            label.set_y(centre)
        self.title.set_text(result.headline)


def explorer() -> Explorer:
    """Mode, volatility, and how old the prices are that the managers see."""
    controls = {
        "mode": choice("Mode", MODES.keys()),
        "volatility": slider("Volatility a year", 60, 30, 120, 15, words="{} %"),
        "latency": slider("Age of prices", 0, 0, 4, words="{} steps of 6 h"),
    }
    return Explorer(Result, controls, Picture())
