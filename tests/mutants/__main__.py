"""Change the library in one place, run the tests of its room, and name every change that none of them noticed.

Places are drawn over all rooms: some of each, and the others in proportion to what there is to change. At each place
one change is made, by the mutations of Cosmic Ray. A place that is drawn stays drawn while its line stays as it is.
`equivalent.toml` says of which changes it is known that they change nothing.

What was found is kept in a folder, and the next run goes on from there: a mutant that was noticed is not judged again
as long as its lines and those around it stay as they are, and one that survived is.
"""

import argparse
import hashlib
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.plugins import get_operator, operator_names

from tests.mutants.changes import Change, functions, mutated
from tests.mutants.forks import forked
from tests.mutants.judging import anew, judge
from tests.mutants.reached import Reached, load, measured
from tests.mutants.rooms import ROOMS, ROOT, files

NO_CODE = "BitOr"  # between two types it says "or" to a reader and to the checker of types alone
LEAST = 5  # of each room, where it has so many


class Mutation(NamedTuple):
    """One mutation of Cosmic Ray: the operator, and at which of the places that it finds in the file."""

    path: str
    operator: str
    occurrence: int


def sites(path: str) -> dict[tuple[int, int], list[Mutation]]:
    """Mutations of a file by the place that they change."""
    found: dict[tuple[int, int], list[Mutation]] = {}
    nodes = list(ast_nodes(get_ast((ROOT / path).read_text("utf-8"))))
    known: dict[str, list[tuple[int, int]]] = {}  # whatever a plus becomes, it stands where it stands
    for name in operator_names():
        operator = get_operator(name)
        if NO_CODE in name or operator.arguments():
            continue
        family = name.rpartition("_")[0] if "BinaryOperator" in name else name
        if family not in known:
            known[family] = [start for node in nodes for start, _ in operator().mutation_positions(node)]
        for occurrence, start in enumerate(known[family]):
            found.setdefault(start, []).append(Mutation(path, name, occurrence))
    return found


def drawn(count: int, seed: int) -> list[Change]:
    """So many mutants, no two of them in one place, in the order of rooms."""
    some, others = [], []
    for room in ROOMS:
        ranked = []
        for path in map(str, files(room)):
            lines = (ROOT / path).read_text("utf-8").splitlines()
            for (line, column), mutations in sites(path).items():
                text = f"{seed} {path} {lines[line - 1].strip()} {column}"
                place = hashlib.sha256(text.encode()).hexdigest()
                ranked.append((place, room, mutations[int(place[:8], 16) % len(mutations)]))
        some += sorted(ranked)[:LEAST]
        others += sorted(ranked)[LEAST:]
    made = (mutated(room, *mutation) for _, room, mutation in [*some, *sorted(others)])
    chosen = islice((change for change in made if change.is_python), count)
    return sorted(chosen, key=lambda change: list(ROOMS).index(change.room))


def excused(difference: str) -> bool:
    """Whether it is known that the change makes no difference."""
    known = tomllib.loads((ROOT / "tests/mutants/equivalent.toml").read_text("utf-8"))["mutants"]
    lines = [line[1:].strip() for line in difference.splitlines() if line.startswith("+") and line[1:2] != "+"]
    return any(each["line"] in lines and each["file"] in difference for each in known)


def judged(changes: list[Change], reached: Reached, workers: int) -> Iterator[tuple[Change, bool]]:
    """Each change, and whether a test noticed it: first what can be put into functions, then what is imported anew."""
    inside: dict[bool, list[Change]] = {True: [], False: []}
    for each in changes:
        inside[functions(*each.codes) is not None].append(each)
    yield from judge(inside[True], reached, workers)
    yield from forked((anew(each, reached) for each in inside[False]), workers)


class Kept:
    """The mutants that were noticed, in a file with a line for each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        self.noticed = set(path.read_text("utf-8").split())

    def known(self, change: Change) -> bool:
        """Whether the change was noticed before."""
        return _key(change) in self.noticed

    def add(self, change: Change) -> None:
        """Keep that a change was noticed."""
        self.noticed.add(_key(change))
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_key(change) + "\n")


def _key(change: Change) -> str:
    lines = (line for line in change.difference.splitlines() if not line.startswith("@@"))
    return hashlib.sha256("\n".join([change.room, *lines]).encode()).hexdigest()


def kept(changes: list[Change], found: Kept, reached: Reached, workers: int) -> Iterator[tuple[Change, bool]]:
    """Each change, and whether a test noticed it, now or before."""
    yield from ((each, True) for each in changes if found.known(each))
    for each, noticed in judged([each for each in changes if not found.known(each)], reached, workers):
        if noticed:
            found.add(each)
        yield each, noticed


def told(results: Iterator[tuple[Change, bool]]) -> int:
    """Print each survivor as it is found, then the rooms; return how many survive that nobody has excused."""
    fates: dict[str, Counter[str]] = {}
    for each, noticed in results:
        fate = "killed" if noticed else "equivalent" if excused(each.difference) else "survived"
        fates.setdefault(each.room, Counter())[fate] += 1
        print(f"{fate:<12}{each.room}", flush=True)  # what was judged is told also where somebody stops it
        if fate == "survived":
            print(f"\nSurvived in {each.room}:\n{each.difference}\n", flush=True)
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
    parser.add_argument(
        "--kept", type=Path, default=ROOT / ".mutants", help="a folder for what the next run goes on from"
    )
    asked = parser.parse_args()
    load()
    changes = [each for each in drawn(asked.count, asked.seed) if each.room in asked.rooms]
    places = dict.fromkeys(place for each in changes for place in (each.path, *ROOMS[each.room]))
    reached = measured([*places], asked.kept / "reached", asked.workers)
    return 1 if told(kept(changes, Kept(asked.kept / "noticed"), reached, asked.workers)) else 0


if __name__ == "__main__":
    sys.exit(main())
