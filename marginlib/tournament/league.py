"""All entries on the same weeks: drawn from a seed that nobody knew when they were sealed."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np

from marginlib.agents import Misbehaved, Score, run
from marginlib.errors import InvalidInput, checked, elements, instance, one_of, whole
from marginlib.tournament.entry import MODES, Entry
from marginlib.tournament.limits import Limits
from marginlib.tournament.process import Halted, Process
from marginlib.tournament.standing import MEASURES, Result, Standings
from marginlib.worlds import LAWS, Law, World, exchange, worlds

WEEKS = 50  # in each world
ROUNDS: Mapping[int, tuple[Mapping[str, Law], int]] = {
    1: (LAWS, 0),
    2: ({name: replace(law, volatility=1.2) for name, law in LAWS.items()}, 2),
}
"""The laws of each round, and how many steps old its prices are. The second is not announced: a volatility of 120 %,
and prices twelve hours old.
"""


def league(
    entries: Sequence[Entry],
    seed: int,
    executor: Executor | None = None,
    *,
    number: int = 1,
    weeks: int = WEEKS,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    progress: Callable[[int, int], Any] = lambda _done, _total: None,
) -> Standings:
    """Run every entry on the same weeks, each in a process of its own, and say who stands where.

    The same entries and seed give the same digits, whatever the executor and the order, as long as no entry draws its
    numbers from the system or meets a limit of time. What a process is held to, and what it is not, stands in
    `marginlib.tournament.process`.

    Args:
        entries: of different aliases.
        seed: which the authors did not know when they sealed.
        executor: any of `concurrent.futures`, a whole number of entries at a time; one after the other without.
        number: of the round, 1 or 2: see `ROUNDS`.
        weeks: in each of the eight worlds.
        limits: for each entry.
        progress: called with the number of entries that are done, and of all.

    Raises:
        InvalidInput: no entries, an alias that comes twice, a seed below zero, weeks that are no whole number.
        MarginError: a system on which no entry can be held to limits.
    """
    entries = [instance("entry", one, Entry, "an Entry, from read(path)") for one in elements("entries", entries)]
    aliases = [one.alias for one in entries]
    twice = sorted({alias for alias in aliases if aliases.count(alias) > 1})
    if twice or not entries:
        raise InvalidInput(f"entries of {twice or 'nobody'} are given; give one entry of each alias, one at least")
    instance("limits", limits, Limits, "Limits()")
    laws, latency = ROUNDS[one_of("round", number, ROUNDS)]
    checked("seed", seed, lambda number: (number >= 0) & (number % 1 == 0), "a whole number of zero or more")
    drawn = worlds(int(seed), int(whole("weeks", weeks)), laws=laws)
    results = []
    progress(0, len(entries))
    if executor is None:
        for entry in entries:
            results.append(played(entry, drawn, latency, limits))
            progress(len(results), len(entries))
    else:
        waiting: list[Future[Result]] = [executor.submit(played, entry, drawn, latency, limits) for entry in entries]
        try:
            for future in as_completed(waiting):
                results.append(future.result())
                progress(len(results), len(entries))
        finally:
            for future in waiting:
                future.cancel()
    return Standings.of(results, int(seed), int(weeks))


def played(entry: Entry, drawn: Mapping[str, World], latency: int, limits: Limits) -> Result:
    """What becomes of one entry in all worlds. Where it has to be stopped, it survives nowhere."""
    place = exchange(MODES[entry.mode], latency=latency)
    scores: dict[str, Score] = {}
    with closing(Process(entry.source, limits)) as manager:
        for name, world in drawn.items():
            rows: list[tuple[Any, ...]] = []
            try:
                for path in world.weeks:
                    manager.week(place)
                    end = run(manager, world.account, path, place)
                    rows.append((end.survived, end.kept, end.stake, end.turnover, end.account.costs, end.money[-1]))
            except (Misbehaved, Halted) as error:
                fault = f"stopped in {name!r}, week {len(rows) + 1}: {error}"
                lost = {name: (False,) * len(world.weeks) for name, world in drawn.items()}
                failed = {name: Score(entry.alias, fault=fault, lasted=lasted) for name, lasted in lost.items()}
                return Result(entry, failed, fault)
            means = dict(zip(MEASURES, np.array(rows, dtype=float).mean(axis=0).tolist(), strict=True))
            scores[name] = Score(entry.alias, lasted=tuple(row[0] for row in rows), **means)
    return Result(entry, scores)
