"""All that the workbench shows of an account, as one result: tanks, lines, chances, days, and the words for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from marginlib.course.your_venue.workbench import fate
from marginlib.course.your_venue.workbench.account import SAMPLE, Account
from marginlib.course.your_venue.workbench.fate import DAYS, After, Chance, kept
from marginlib.course.your_venue.workbench.filled import Step, steps
from marginlib.course.your_venue.workbench.rules import BROUGHT, CROSS, ISOLATED, Setup
from marginlib.course.your_venue.workbench.standing import Pool, pools
from marginlib.errors import MarginError
from marginlib.probability import Estimate
from marginlib.show.tanks import amount

NAMES = {ISOLATED: "isolated", CROSS: "cross", BROUGHT: "as in the file"}
WAYS = {ISOLATED: "with walls", CROSS: "in one tank", BROUGHT: "as in the file"}


@dataclass(frozen=True)
class Result:
    """An account at a venue, in a mode, with the other mode beside it.

    Args:
        venue: the table, as `rules.Setup` has it.
        kind: "positions" shows the days, "trades" the line after each fill.
        mode: that of the large tanks.
        days: horizon of the chance.
        sizes: by which every size is multiplied.
        day: the day that the caption tells.
        volatility, correlation: of the chance; a volatility of 0 is what the account or its candles know.
        follows: how much other coins move on a day, for each move of BTC.
        account: the one on the bench.
        given: the chance, where it is known already, or words in its place.
    """

    venue: str = "binance-usdm-2026"
    kind: str = "positions"
    mode: str = ISOLATED
    days: int = 7
    sizes: float = 1.0
    day: str = "12 Mar 2020"
    volatility: int = 0
    correlation: float = 0.8
    follows: float = 1.0
    account: Account = SAMPLE
    given: Chance | str | None = None

    @cached_property
    def setup(self) -> Setup:
        """The account under the rules of the venue."""
        return Setup(self.account, self.venue, self.sizes)

    @property
    def walls(self) -> str:
        """The mode with walls."""
        return fate.walls(self.setup, self.mode)

    @property
    def main(self) -> str:
        """The mode of the large tanks."""
        return CROSS if self.mode == CROSS else self.walls

    @property
    def other(self) -> str:
        """The mode beside it."""
        return self.walls if self.mode == CROSS else CROSS

    def pools(self, mode: str) -> tuple[Pool, ...]:
        """The pools of a mode."""
        return pools(self.setup, mode)

    @cached_property
    def money(self) -> float:
        """What the account is worth now."""
        return sum(pool.level for pool in self.pools(self.main))

    @cached_property
    def chance(self) -> Chance | str:
        """The chance that something is closed, or the words that stand in its place."""
        if self.given is not None:
            return self.given
        return fate.chance(self.setup, self.walls, self.days, float(self.volatility), self.correlation)

    def some(self, mode: str) -> Estimate | None:
        """The chance that something is closed in a mode, where there is one."""
        return self.chance.some[mode] if isinstance(self.chance, Chance) else None

    def after(self, name: str, mode: str) -> tuple[After, ...]:
        """What a day leaves of each pool of a mode."""
        return fate.day(self.setup, mode, DAYS[name], self.follows)

    @cached_property
    def fault(self) -> str:
        """Why the days cannot be played, empty where they can."""
        try:
            self.after(self.day, self.main)
        except MarginError as error:
            return f"no days here: {error}"
        return ""

    def kept(self, name: str, mode: str) -> float:
        """Money that a day leaves in a mode."""
        return kept(self.after(name, mode))

    def left(self, mode: str) -> float:
        """What the chosen day leaves."""
        return 0.0 if self.fault else self.kept(self.day, mode)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The line after each fill."""
        return steps(self.setup)

    @property
    def traded(self) -> bool:
        """Whether the lines after fills are shown."""
        return self.kind == "trades" and bool(self.account.fills)

    @property
    def unused(self) -> tuple[str, ...]:
        """Controls that make no difference as things stand."""
        account = self.account
        measured = bool(account.measured) and not self.volatility
        return (
            *["correlation"] * (measured or len(account.coins) < 2),
            *["follows"] * (set(account.coins) <= {"BTC"} or self.traded),
            *["kind"] * (not account.fills),
            *["day"] * self.traded,
        )

    @property
    def readouts(self) -> dict[str, str]:
        """Words beside the volatility where it is not that of the slider, and beside the correlation."""
        account = self.account
        if self.volatility:
            return {}
        if account.measured:
            return {"volatility": "from the candles", "correlation": "from the candles"}
        known = account.volatility or {}
        said = ", ".join(f"{100 * one:.0f}" for one in known.values())
        return {"volatility": f"{said} %" if known and len(known) < 4 else "not said yet"}

    @property
    def supposed(self) -> str:
        """What the chance supposes, in words."""
        told = {"volatility": f"{self.volatility} %", "correlation": f"{self.correlation:g}", **self.readouts}
        if told["volatility"] == told["correlation"]:
            return f"volatility and correlation {told['volatility']}"
        return f"{told['volatility']} a year" + f", correlation {told['correlation']}" * (len(self.account.coins) > 1)

    @property
    def headline(self) -> str:
        """The chance of both modes, or what the account is worth."""
        name = self.account.name
        walls, pooled = self.some(self.walls), self.some(CROSS)
        if walls is None or pooled is None:
            return f"{name}: {amount(self.money)} in {_counted(len(self.pools(self.main)), 'tank')}"
        days = f"{_counted(self.days, 'day')}"
        return (
            f"{name}: within {days} something is closed in {in_percent(walls)} of cases {WAYS[self.walls]}, "
            f"in {in_percent(pooled)} in one tank"
        )

    @property
    def caption(self) -> str:
        """What the chosen day leaves in both modes."""
        if self.fault:
            return self.fault
        if self.traded:
            last = self.steps[-1]
            return f"After the last fill {last.market} {last.words}."
        one, other = (amount(self.left(mode)) for mode in (self.walls, CROSS))
        return f"{self.day} leaves {one} {WAYS[self.walls]} and {other} in one tank."

    @property
    def description(self) -> str:
        """The picture in words."""
        parts = [f"{self.headline}."]
        for mode in (self.main, self.other):
            parts += [f"{NAMES[mode].capitalize()}:", *(pool.words for pool in self.pools(mode)[:12])]
        if isinstance(self.chance, str):
            parts.append(f"The chance: {self.chance}.")
        if self.traded:
            parts += [f"After {one.size:+g} {one.market} at {one.price:g}: {one.words}." for one in self.steps[-12:]]
        elif not self.fault:
            parts += [f"{name} leaves {_days(self, name)}." for name in DAYS]
        return " ".join([*parts, self.caption])

    @property
    def table(self) -> pd.DataFrame:
        """Money, lines, chances and days in both modes."""
        modes = (self.walls, CROSS)
        rows: dict[str, Sequence[str]] = {}
        rows["tanks"] = [str(len(self.pools(mode))) for mode in modes]
        rows["money now"] = [amount(sum(pool.level for pool in self.pools(mode))) for mode in modes]
        for mode_lines in zip(*(_lines(self.pools(mode)) for mode in modes), strict=True):
            line = mode_lines[0]
            rows[f"{line.coin} {line.size:+g}, if only {line.coin} moves"] = [each.words for each in mode_lines]
        chances = [str(self.chance) if (one := self.some(mode)) is None else with_error(one) for mode in modes]
        rows[f"something closed within {_counted(self.days, 'day')}"] = chances
        for name in () if self.fault else DAYS:
            rows[f"left after {name}"] = [amount(self.kept(name, mode)) for mode in modes]
        for number, step in enumerate(self.steps if self.traded else (), 1):
            rows[f"fill {number}: {step.market} {step.size:+g} at {step.price:g}"] = [step.words, ""]
        return pd.DataFrame.from_dict(rows, "index", columns=[NAMES[mode] for mode in modes]).rename_axis("of it")


def _lines(found: tuple[Pool, ...]) -> list[Any]:
    """The lines of all pools in the order of the legs."""
    return [
        line
        for _, line in sorted((leg, line) for pool in found for leg, line in zip(pool.legs, pool.lines, strict=True))
    ]


def _days(result: Result, name: str) -> str:
    said = []
    for mode in (result.walls, CROSS):
        after = result.after(name, mode)
        gone = ", ".join(f"{one.name} in hour {one.hour}" for one in after if one.hour is not None)
        said.append(f"{amount(kept(after))} {WAYS[mode]}{f' ({gone} closed)' * bool(gone)}")
    return " and ".join(said)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def in_percent(one: Estimate) -> str:
    """A share in percent.

    >>> in_percent(Estimate(0.6312, 0.004)), in_percent(Estimate(0.0067, 0.0008))
    ('63.1 %', '0.67 %')
    """
    return f"{100 * float(one.value):.{_places(one)}f} %"


def with_error(one: Estimate) -> str:
    """A share in percent, with its error.

    >>> with_error(Estimate(0.6312, 0.004)), with_error(Estimate(0.0067, 0.0008))
    ('63.1 ± 0.4 %', '0.67 ± 0.08 %')
    """
    return f"{100 * float(one.value):.{_places(one)}f} ± {100 * float(one.error):.{_places(one)}f} %"


def _places(one: Estimate) -> int:
    return 2 if float(one.value) < 0.01 else 1
