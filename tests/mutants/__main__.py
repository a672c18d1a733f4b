"""Change the library in one place, run the tests of its room, and name every change that none of them noticed.

Places are drawn over all rooms: some of each, and the others in proportion to what there is to change. At each place
one change is made, by the mutations of Cosmic Ray. A place that is drawn stays drawn while its line stays as it is.
`equivalent.toml` says of which changes it is known that they change nothing.
"""

import argparse
import hashlib
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from cosmic_ray.commands.init import init
from cosmic_ray.work_db import WorkDB, use_db

from tests.mutants.judging import judged, settle, times_of
from tests.mutants.rooms import ROOMS, ROOT, files

NO_CODE = "BitOr"  # between two types it says "or" to a reader and to the checker of types alone
LEAST = 5  # of each room, where it has so many


class Mutant(NamedTuple):
    """A change of one place in a room."""

    room: str
    mutation: Any


def sites(room: str) -> dict[tuple[str, tuple[int, int]], list[Any]]:
    """Mutations of a room by the place that they change."""
    found: dict[tuple[str, tuple[int, int]], list[Any]] = {}
    with use_db(":memory:", WorkDB.Mode.create) as database:
        init(files(room), database, {})
        for item in database.work_items:
            (mutation,) = item.mutations
            if NO_CODE not in mutation.operator_name:
                found.setdefault((str(mutation.module_path), mutation.start_pos), []).append(mutation)
    return found


def drawn(count: int, seed: int) -> list[Mutant]:
    """So many mutants, no two of them in one place, in the order of their rooms."""
    ranked: dict[str, list[tuple[str, Mutant]]] = {}
    for room in ROOMS:
        ranked[room] = []
        for (path, (line, column)), mutations in sites(room).items():
            text = (ROOT / path).read_text("utf-8").splitlines()[line - 1].strip()
            place = hashlib.sha256(f"{seed} {path} {text} {column}".encode()).hexdigest()
            ranked[room].append((place, Mutant(room, mutations[int(place[:8], 16) % len(mutations)])))
        ranked[room].sort(key=lambda each: each[0])
    some = [each for room in ROOMS for each in ranked[room][:LEAST]]
    others = sorted((each for room in ROOMS for each in ranked[room][LEAST:]), key=lambda each: each[0])
    chosen = [mutant for _, mutant in [*some, *others][:count]]
    return sorted(chosen, key=lambda mutant: list(ROOMS).index(mutant.room))


def excused(difference: str) -> bool:
    """Whether it is known that the change makes no difference."""
    known = tomllib.loads((ROOT / "tests/mutants/equivalent.toml").read_text("utf-8"))["mutants"]
    lines = [line[1:].strip() for line in difference.splitlines() if line.startswith("+") and line[1:2] != "+"]
    return any(each["line"] in lines and each["file"] in difference for each in known)


def told(results: Iterator[tuple[str, str, str]]) -> int:
    """Print each survivor as it is found, then the rooms; return how many survive that nobody has excused."""
    fates: dict[str, Counter[str]] = {}
    for room, outcome, difference in results:
        fate = "equivalent" if outcome == "survived" and excused(difference) else outcome
        fates.setdefault(room, Counter())[fate] += 1
        print(f"{fate:<12}{room}", flush=True)  # what was judged is told also where somebody stops it
        if fate == "survived":
            print(f"\nSurvived in {room}:\n{difference}", flush=True)
    total = sum(fates.values(), Counter())
    print(f"\n{'room':<16}{'killed':>8}{'equivalent':>12}{'survived':>10}")
    for room, counts in [*sorted(fates.items()), ("all", total)]:
        print(f"{room:<16}{counts['killed']:>8}{counts['equivalent']:>12}{counts['survived']:>10}")
    counted = total["killed"] + total["survived"]
    print(f"killed {total['killed']} of {counted} that change something: {total['killed'] / max(counted, 1):.1%}")
    return total["survived"]


def main() -> int:
    """Draw, judge and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other mutants")
    parser.add_argument(
        "--rooms", nargs="*", default=list(ROOMS), choices=list(ROOMS), help="judge only those of these"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    mutants = [mutant for mutant in drawn(asked.count, asked.seed) if mutant.room in asked.rooms]
    tests = dict.fromkeys(test for room in {mutant.room for mutant in mutants} for test in ROOMS[room])
    with (
        TemporaryDirectory(prefix="mutants-") as place,
        ProcessPoolExecutor(asked.workers, initializer=settle, initargs=(Path(place),)) as pool,
    ):
        times = {test: taken for found in pool.map(times_of, tests) for test, taken in found.items()}
        return 1 if told(pool.map(judged, ((*mutant, times) for mutant in mutants))) else 0


if __name__ == "__main__":
    sys.exit(main())
