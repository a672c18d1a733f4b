"""Every number of the workbench as tables, and as CSV in a folder that the user names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from marginlib.course.your_venue.workbench.fate import DAYS, Chance
from marginlib.course.your_venue.workbench.model import NAMES, Result
from marginlib.course.your_venue.workbench.rules import CROSS
from marginlib.errors import InvalidInput

PREFIX = "bulkheads-"


def tables(result: Result) -> dict[str, pd.DataFrame]:
    """Tanks, lines, chance, days and fills, each as a table of bare numbers.

    >>> {name: len(table) for name, table in tables(Result()).items()}
    {'tanks': 5, 'lines': 6, 'chance': 2, 'days': 20, 'fills': 6}
    """
    modes = {mode: NAMES[mode] for mode in (result.walls, CROSS)}
    pools = [(said, pool) for mode, said in modes.items() for pool in result.pools(mode)]
    found = {
        "tanks": pd.DataFrame(
            [(said, one.name, one.posted, one.level, one.need, one.closed) for said, one in pools],
            columns=["mode", "tank", "put in", "worth", "asked", "closed now"],
        ),
        "lines": pd.DataFrame(
            [(said, line.market, line.size, *line.edges, line.words) for said, pool in pools for line in pool.lines],
            columns=["mode", "market", "size", "closed below", "closed above", "in words"],
        ),
    }
    if isinstance(result.chance, Chance):
        found["chance"] = pd.DataFrame(
            [
                (said, result.days, float(result.chance.some[mode].value), float(result.chance.some[mode].error))
                for mode, said in modes.items()
            ],
            columns=["mode", "days", "something closed", "error"],
        )
    if not result.fault:
        found["days"] = pd.DataFrame(
            [
                (name, said, one.name, one.posted, one.left, one.hour)
                for name in DAYS
                for mode, said in modes.items()
                for one in result.after(name, mode)
            ],
            columns=["day", "mode", "tank", "put in", "left", "closed in hour"],
        )
    if result.steps:
        found["fills"] = pd.DataFrame(
            [(one.market, one.size, one.price, one.held, one.line if one.lined else None) for one in result.steps],
            columns=["market", "size", "price", "held after it", "line after it"],
        )
    return found


def save(result: Result, folder: str) -> list[Path]:
    """Write the tables into a folder, which is made where it is missing; returns the files.

    Raises InvalidInput for a folder that is none, or that cannot be written.
    """
    named = folder.strip().strip("'\"")
    if not named:
        raise InvalidInput("name a folder first, such as exports; the files go there and nowhere else")
    place = Path(named).expanduser()
    try:
        place.mkdir(parents=True, exist_ok=True)
        written = []
        for name, table in tables(result).items():
            file = place / f"{PREFIX}{name}.csv"
            table.to_csv(file, index=False)
            written.append(file)
    except OSError as error:
        raise InvalidInput(f"{named[:80]} cannot be written ({error.strerror}); name another folder") from error
    return written
