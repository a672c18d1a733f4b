"""A tournament on the command line: entries of a folder in, a table, a picture and the sources out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marginlib.launch.errors import LaunchError

if TYPE_CHECKING:
    from marginlib.tournament import Entry, Standings

OPEN = (
    "This system gives entries no namespaces of their own, so they could use the network, see your other processes and "
    "end them. SECURITY.md says what they are held to."
)
SHARED = "Who shares a place is less than two deviations apart, on the same weeks."
Progress = Callable[[int, int], Any]


def gathered(folder: Path, echo: Callable[[str], Any]) -> list[Entry]:
    """The entries of a folder; what was left out or was sealed elsewhere is told."""
    from importlib import metadata

    from marginlib import tournament

    with _in_our_words():
        entries, left_out = tournament.gathered(folder)
    for words in left_out:
        echo(f"! {words}")
    if not entries:
        raise LaunchError(f"There is no entry in {folder}. seal(...) writes files called bulkheads-entry-ALIAS.json.")
    version = metadata.version("marginlib")
    for entry in entries:
        if entry.version != version:
            echo(f"! {entry.alias} was sealed with version {entry.version}, and this is {version}.")
    if not tournament.enclosed():
        echo(f"! {OPEN}")
    return entries


def held(
    entries: list[Entry], seed: int, number: int, weeks: int, at_once: int | None, progress: Progress
) -> Standings:
    """Run the entries, as many at once as there are processors."""
    from marginlib.tournament import league

    workers = min(at_once or os.cpu_count() or 1, len(entries))
    with _in_our_words(), ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            return league(entries, seed, pool, number=number, weeks=weeks, progress=progress)
        except BrokenExecutor as error:
            pool.shutdown(wait=False, cancel_futures=True)
            raise LaunchError(
                "A process that ran entries was ended from outside. Where this happens again, leave out one entry "
                "after the other to find whose it is, or run the tournament in a container."
            ) from error


def told(standings: Standings) -> list[str]:
    """The standings as lines of text."""
    table = standings.table
    lines = [*table.drop(columns="why no place").to_string(index=False).splitlines(), SHARED]
    rows = zip(table["alias"], table["why no place"], strict=True)
    lines += [f"{alias} has no place: {why}." for alias, why in rows if why]
    gaps = {one.entry.alias: 100 * abs(one.gap) for one in standings.results}
    if standings.closest:
        who = " and ".join(standings.closest)
        lines.append(f"The closest forecast is that of {who}, {gaps[standings.closest[0]]:.0f} points off.")
    return lines


def written(standings: Standings, folder: Path, number: int) -> list[Path]:
    """Write table, numbers, picture and sources beside the entries, and return where they are."""
    from marginlib.show.standings import Picture

    stem = f"tournament-{standings.seed}" + (f"-round-{number}" if number > 1 else "")
    title = f"Worst of eight worlds, {standings.weeks} weeks each, seed {standings.seed}"
    title += f", round {number}" if number > 1 else ""
    texts = {
        f"{stem}.csv": standings.table.to_csv(index=False),
        f"{stem}-worlds.csv": standings.worlds.to_csv(index=False),
        f"{stem}-sources.txt": "\n\n".join(_published(standings)),
    }
    try:
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        (folder / f"{stem}.png").write_bytes(Picture(standings, title).png())
    except OSError as error:
        raise LaunchError(
            f"Cannot write in {folder} ({error.strerror}). Copy the entries to a folder of yours."
        ) from error
    return [folder / name for name in (*texts, f"{stem}.png")]


def _published(standings: Standings) -> Iterator[str]:
    for place, result in zip(standings.places, standings.results, strict=True):
        entry = result.entry
        yield f"{place or '-'}  {entry.alias}, {entry.mode}, measurement {entry.measurement}\n\n{entry.source}"


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What the mechanics refuse, as a line of this command."""
    from marginlib.errors import MarginError

    try:
        yield
    except MarginError as error:
        raise LaunchError(str(error)) from error
