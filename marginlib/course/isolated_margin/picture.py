"""Lesson 02: where equity meets the requirement of one isolated position, and what a tank of its own holds now."""

from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from marginlib.course.isolated_margin.model import ENTRY, Result, model
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene

PRICES = np.linspace(20, 180, 161)
CLOSE = np.linspace(-1, 8, 91)  # percent of the entry price left until bankruptcy
VALUES = {f"{value:,} USDT": float(value) for value in (1_000, 400_000, 5_000_000, 40_000_000, 90_000_000, 150_000_000)}
BOTTOM, TOP = -15, 75  # percent of the value at entry that the overview shows
ROOM = (43, 148)  # beyond these prices a name of a line has no place outside of it


class Picture(Scene[Result]):
    """Above: equity against requirement over all prices. Below: the last percents before bankruptcy, and the tank."""

    def __init__(self) -> None:
        super().__init__(900, 590)
        self._overview()
        self._close_up()
        self._tank()

    def _overview(self) -> None:
        axes = self.over = self.panel(66, 345, 800, 180)
        axes.set_xlim(20, 180)
        axes.set_ylim(BOTTOM, TOP)
        axes.set_xlabel("price (entry = 100)", labelpad=1)
        axes.set_ylabel("% of value at entry")
        axes.axhline(0, color=style.GREY, lw=0.8)
        axes.axvline(ENTRY, color=style.BLACK, lw=1)
        axes.text(ENTRY, 76, "entry 100", ha="center", va="bottom", fontsize=style.SMALL)
        need, btc, loss = style.role("need"), style.role("btc"), style.role("loss")
        self.title = self.animate(axes.text(20, 91, "", fontsize=style.TITLE, va="bottom"))
        self.ruin = self.animate(axes.axvline(0, color=style.BLACK, lw=1.5, ls=(0, (1, 2))))
        self.liquid = self.animate(axes.axvline(0, color=loss.color, lw=1.5, ls=loss.line))
        self.need = self.animate(axes.plot([], [], color=need.color, lw=2, ls=need.line)[0])
        self.equity = self.animate(axes.plot([], [], color=btc.color, lw=2.5)[0])
        self.now = self.animate(axes.plot([], [], color=btc.color, marker=btc.marker, ms=9, clip_on=False)[0])
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 0.5}
        self.now_name = self.animate(
            axes.text(0, 0, "", fontsize=style.SMALL, color=btc.ink, ha="center", va="bottom", bbox=box)
        )
        self.liquid_name = self.animate(axes.text(0, 62, "", fontsize=style.SMALL, color=loss.ink))
        self.ruin_name = self.animate(axes.text(0, 50, "", fontsize=style.SMALL))

    def _close_up(self) -> None:
        axes = self.near = self.panel(66, 48, 480, 205)
        axes.set_xlim(8, -1)
        axes.set_ylim(-1, 8)
        axes.set_xlabel("distance to the bankruptcy price, % of entry (the loss grows to the right)", labelpad=1)
        axes.set_ylabel("% of value at entry")
        axes.axhline(0, color=style.GREY, lw=0.8)
        axes.axvline(0, color=style.BLACK, lw=1.5, ls=(0, (1, 2)))
        need, btc, loss = style.role("need"), style.role("btc"), style.role("loss")
        self.near_cushion = self.animate(Rectangle((0, 0), 0, 0, facecolor=loss.surface, edgecolor="none"))
        axes.add_patch(self.near_cushion)
        self.near_liquid = self.animate(axes.axvline(0, color=loss.color, lw=1.5, ls=loss.line))
        self.near_need = self.animate(axes.plot([], [], color=need.color, lw=2, ls=need.line)[0])
        self.near_equity = self.animate(axes.plot([], [], color=btc.color, lw=2.5)[0])
        self.near_cross = self.animate(axes.plot([], [], color=loss.color, marker="X", ms=10)[0])
        self.equity_name = self.animate(axes.text(4, 0, "equity", fontsize=style.SMALL, color=btc.ink, va="bottom"))
        self.need_name = self.animate(
            axes.text(-0.95, 0, "need", fontsize=style.SMALL, color=need.ink, va="bottom", ha="right")
        )
        self.near_name = self.animate(axes.text(8, 8.3, "", fontsize=style.TEXT, va="bottom"))

    def _tank(self) -> None:
        axes = self.tank = self.panel(590, 18, 300, 270, frame=False)
        btc, need = style.role("btc"), style.role("need")
        self.tank_title = self.animate(axes.text(150, 256, "", fontsize=style.TEXT, ha="center"))
        self.water = self.animate(Rectangle((50, 42), 200, 0, facecolor=btc.surface, edgecolor="none"))
        self.hatch = self.animate(
            Rectangle((50, 42), 200, 200, facecolor=style.WHITE, edgecolor=style.GREY, hatch="///", lw=0)
        )
        axes.add_patch(self.water)
        axes.add_patch(self.hatch)
        self.mark = self.animate(axes.plot([], [], color=need.color, lw=3)[0])
        wall = Rectangle((50, 42), 200, 200, fill=False, edgecolor=style.BLACK, lw=2)
        axes.add_patch(self.animate(wall))
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 3}
        self.level = self.animate(axes.text(150, 195, "", fontsize=style.TEXT, ha="center", va="center", bbox=box))
        self.foot = self.animate(axes.text(150, 18, "", fontsize=style.SMALL, ha="center", va="center"))

    def update(self, result: Result) -> None:
        """Move the moving parts to where `result` puts them."""
        position = result.position
        self.equity.set_data(PRICES, result.percent(position.equity(PRICES)))
        self.need.set_data(PRICES, result.percent(position.maintenance(PRICES)))
        self.liquid.set_xdata([result.liquidation] * 2)
        self.ruin.set_xdata([result.bankruptcy] * 2)
        self._mark_now(result)
        self.title.set_text(
            f"Liquidated at {result.liquidation:.2f}, bankrupt at {result.bankruptcy:.2f}: "
            f"{result.money(result.left)} still there"
        )
        self._name_liquidation(result)
        self._update_close_up(result)
        self._update_tank(result)

    def _mark_now(self, result: Result) -> None:
        level = result.percent(result.position.equity(result.price))
        low, high = BOTTOM + 3, TOP - 3  # the room of the mark itself
        at = min(max(level, low), high)
        self.now.set_data([result.price], [at])
        aside = " \N{DOWNWARDS ARROW}" if level < low else " \N{UPWARDS ARROW}" if level > high else ""
        self.now_name.set_text(f"now{aside}")
        below = at > high - 12  # no place above the mark
        self.now_name.set_position((min(max(result.price, 26), 174), at + (-12 if below else 4.5)))

    def _name_liquidation(self, result: Result) -> None:
        edges = sorted((result.liquidation, result.bankruptcy))
        left = (result.side == "long" and edges[0] > ROOM[0]) or ROOM[1] < edges[1] < PRICES[-1]
        at = edges[0] - 1 if left else min(edges[1], ROOM[1]) + 1
        for name, artist, price in (
            ("liquidation", self.liquid_name, result.liquidation),
            ("bankruptcy", self.ruin_name, result.bankruptcy),
        ):
            artist.set_x(at)
            artist.set_ha("right" if left else "left")
            artist.set_text(f"{name} {price:.2f}" + ("" if PRICES[0] < price < PRICES[-1] else " \N{RIGHTWARDS ARROW}"))

    def _update_close_up(self, result: Result) -> None:
        position, away = result.position, 1 if result.side == "long" else -1
        prices = result.bankruptcy + away * CLOSE * ENTRY / 100
        need = result.percent(position.maintenance(prices))
        equity = result.percent(position.equity(prices))
        self.near_equity.set_data(CLOSE, equity)
        at = min(6.5, float(np.interp(6.5, equity, CLOSE)))
        self.equity_name.set_position((at - 0.1, float(np.interp(at, CLOSE, equity)) + 0.15))
        self.near_need.set_data(CLOSE, need)
        distance = away * (result.liquidation - result.bankruptcy) / ENTRY * 100
        left = result.percent(result.left)
        self.near_liquid.set_xdata([distance] * 2)
        self.near_cross.set_data([distance], [left])
        self.near_cushion.set_bounds(0, 0, distance, left)
        self.need_name.set_y(min(need[0], 7) + 0.15)
        self.near_name.set_text(f"Close-up: liquidated {distance:.2f} % of the entry before bankruptcy")

    def _update_tank(self, result: Result) -> None:
        position = result.position
        equity, need = position.equity(result.price), position.maintenance(result.price)
        scale = 200 / (1.5 * result.posted)
        self.tank_title.set_text(f"The tank of the position at {result.price:g}")
        self.hatch.set_visible(result.closed)
        self.water.set_height(0 if result.closed else min(max(equity * scale, 0), 200))
        height = 42 + min(need * scale, 198)
        self.mark.set_visible(not result.closed)
        self.mark.set_data([50, 250], [height, height])
        self.foot.set_text(
            f"posted {result.money(result.posted)}\n" + ("" if result.closed else f"needs {result.money(need)}")
        )
        lost = result.posted - result.left
        self.level.set_text(
            f"closed at {result.liquidation:.2f}\nlost {result.money(lost)}\nleft {result.money(result.left)}"
            if result.closed
            else result.money(equity)
        )


PRESETS: dict[str, dict[str, Any]] = {
    "the account of this lesson": {"value": 1_000.0, "leverage": 10, "added": 0, "side": "long", "price": 95.0},
    "a large position": {"value": 90_000_000.0, "leverage": 10, "added": 0, "price": 95.0},
    "more margin": {"value": 1_000.0, "leverage": 10, "added": 50, "price": 90.0},
}


def explorer() -> Explorer:
    """Return the explorer of an isolated position."""
    return Explorer(
        model,
        {
            "leverage": slider("Leverage", 10, 3, 50, words="{}x"),
            "added": slider("Margin added", 0, -50, 100, 5, words="{:+d} %"),
            "value": choice("Value at entry", VALUES),
            "side": choice("Side", ["long", "short"]),
            "contract": choice("Contract", ["linear", "inverse"]),
            "requirement": choice("Requirement at", {"mark price": "mark", "entry price": "entry"}),
            "price": slider("Price now", 95.0, 20.0, 180.0, 0.5, words="{:.1f}"),
        },
        Picture(),
        presets=PRESETS,
    )
