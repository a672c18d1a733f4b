"""Change the library in one place, run the tests of its room, and name every change that none of them noticed.

Places are drawn over all rooms, each in proportion to what there is to change in it, and at each place one change:
the mutations are those of Cosmic Ray. `equivalent.toml` says of which ones it is known that they change nothing.
"""

import argparse
import os
import random
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB, use_db

from tests.mutants.rooms import ROOMS, ROOT, files

AWAY = shutil.ignore_patterns("__pycache__", "browser", "notebooks")
OPTIONS = (
    "-x -q -p no:nbval -p no:cacheprovider -p no:anyio --override-ini addopts= --import-mode=importlib "
    "--hypothesis-profile=planted --hypothesis-seed=7 --doctest-modules"
)
NO_CODE = "BitOr"  # between two types it says "or" to a reader and to the checker of types alone
LIMIT = 300


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


def drawn(count: int, seed: int, rooms: list[str]) -> list[tuple[str, Any]]:
    """So many mutants, no two of them in one place."""
    random_ = random.Random(seed)
    places = [(room, mutations) for room in rooms for _, mutations in sorted(sites(room).items())]
    chosen = random_.sample(places, min(count, len(places)))
    return [(room, random_.choice(mutations)) for room, mutations in chosen]


def settle(below: str) -> None:
    """Give this process a copy of its own to change, and go there."""
    place = Path(mkdtemp(dir=below))
    for folder in ("marginlib", "tests"):
        shutil.copytree(ROOT / folder, place / folder, ignore=AWAY)
    shutil.copy(ROOT / "pyproject.toml", place)
    os.chdir(place)
    os.environ["PYTHONPATH"] = str(place)


def judged(job: tuple[str, Any]) -> tuple[str, str, str]:
    """Room, fate and difference of one mutant; one that never ends counts as noticed."""
    room, mutation = job
    tests = " ".join(os.path.normpath(f"tests/mechanics/{test}") for test in ROOMS[room])
    result = mutate_and_test([mutation], f"{sys.executable} -m pytest {OPTIONS} {mutation.module_path} {tests}", LIMIT)
    return room, result.test_outcome.value, result.diff or ""


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
    parser.add_argument("--rooms", nargs="*", default=list(ROOMS), choices=list(ROOMS))
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    mutants = drawn(asked.count, asked.seed, asked.rooms)
    with (
        TemporaryDirectory(prefix="mutants-") as place,
        ProcessPoolExecutor(asked.workers, initializer=settle, initargs=(place,)) as pool,
    ):
        return 1 if told(pool.map(judged, mutants)) else 0


if __name__ == "__main__":
    sys.exit(main())
