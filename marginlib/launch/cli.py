"""The command line of the course."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from marginlib.launch import differences, health, server, tournament, workspace
from marginlib.launch.errors import LaunchError

FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    envvar="BULKHEADS_FOLDER",
    help="Your working folder; ./margin-course unless you name one.",
)


class LessonFirst(click.Group):
    """A group whose bare form opens a lesson: `margin-course`, `margin-course 02`, `margin-course --no-browser`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `open` in front of anything that names no command."""
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "--version")):
            args = ["open", *args]
        return super().parse_args(ctx, args)


@click.group(cls=LessonFirst, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(package_name="marginlib", prog_name="margin-course")
def main() -> None:
    """Bulkheads, a course on isolated and cross margin.

    \b
    margin-course              open lesson 00 in JupyterLab
    margin-course 02           open lesson 02
    margin-course exercises/02 open its exercises
    margin-course diff 02      what the course's lesson 02 says that yours does not
    margin-course --reset 02   put lesson 02 back as it is in the course (your version is kept)
    margin-course check        is everything there that the course needs?
    margin-course progress     what you have done so far
    margin-course tournament F run the entries of a class in folder F
    """  # noqa: D301 - click reads the escape
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without the sign ✓ shows another, not a traceback


@main.command("open")
@click.argument("lesson", default="00")
@FOLDER
@click.option("--port", type=click.IntRange(1, 65535), help="The port; the first free one from 8888 if left out.")
@click.option("--browser/--no-browser", default=True, help="Open a browser, or only print the address.")
@click.option("--reset", metavar="NAME", help="Restore a lesson or an exercise, keep your version beside it, and stop.")
def open_lesson(lesson: str, folder: Path | None, port: int | None, reset: str | None, *, browser: bool) -> None:
    """Deliver the course into your folder and open LESSON (a number, a name or a path) in JupyterLab."""
    place = (folder or workspace.default_folder()).expanduser().resolve()
    files = workspace.course_files(workspace.source_root())
    if reset:
        name, kept = workspace.restore(files, place, reset)
        click.echo(f"Restored {place / name}.")
        if kept:
            click.echo(f"Your version is kept as {kept}.")
        return
    notebook = workspace.find(list(files), lesson)
    for line in tell(workspace.deliver(files, place), place):
        click.echo(line)
    server.start(place, notebook, port=port, browser=browser, echo=click.echo)


@main.command()
@click.argument("lesson")
@FOLDER
def diff(lesson: str, folder: Path | None) -> None:
    """Show in what your LESSON differs from the course's: what is written in its cells, not their outputs."""
    place = (folder or workspace.default_folder()).expanduser().resolve()
    files = workspace.course_files(workspace.source_root())
    name = workspace.find(files, lesson)
    try:
        lines = differences.between(place / name, files[name])
    except OSError as error:
        raise LaunchError(
            f"{place / name} cannot be read ({error.strerror}). Name your folder with --folder."
        ) from error
    click.echo("\n".join(lines) if lines else f"{name} says what the course's says.")
    if lines:
        click.echo(f"\n`margin-course --reset {_short(name)}` takes the course's and keeps yours beside it.")


@main.command()
@FOLDER
def check(folder: Path | None) -> None:
    """Say whether everything is there that the course needs, and how to put right what is not."""
    place = (folder or workspace.default_folder()).expanduser().resolve()
    findings = [health.python(), *health.packages(), health.kernel(), health.writable(place), health.progress_file()]
    click.echo(health.report(findings))
    if not all(finding.good for finding in findings):
        raise click.exceptions.Exit(1)


@main.command()
def progress() -> None:
    """Show what you have done so far, lesson by lesson."""
    from marginlib.course import progress as learner_map
    from marginlib.errors import MarginError

    try:
        learner_map()
    except MarginError as error:
        raise LaunchError(str(error)) from error


@main.command("tournament")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--seed", type=click.IntRange(min=0), prompt="The digits of the dice", help="What the dice of the class say."
)
@click.option("--round", "number", type=click.IntRange(1, 2), default=1, help="1, or 2 for the second: another law.")
@click.option("--weeks", type=click.IntRange(min=1), default=50, help="Weeks in each of the eight worlds; 50.")
@click.option("--at-once", type=click.IntRange(min=1), help="Entries at a time; as many as there are processors.")
def hold_tournament(folder: Path, seed: int, number: int, weeks: int, at_once: int | None) -> None:
    """Run every sealed entry in FOLDER on the same weeks, and say who shares which place.

    \b
    1 Practise  everybody tries a manager, with any seed, as often as they like.
    2 Seal      seal(manager, mode, forecast) writes bulkheads-entry-ALIAS.json.
                Collect these files in FOLDER, and write the first eight digits
                of each measurement on the board.
    3 Dice      throw eight dice. Their digits are the seed; give it when you
                are asked for it, and no other program can read it beforehand.
    4 Run       a table comes here, and as a CSV file into FOLDER, with the
                numbers behind it, a picture (PNG) and all sources.
    5 Read      publish the sources, and read the first three together.
    6 Again     --round 2 runs the same entries under a law that nobody knew.

    Anybody who runs it again with the same files and seed gets the same digits. To see what doing nothing comes to,
    seal a manager that returns [] yourself. Entries run in processes of their own, which is no jail: SECURITY.md says
    what it does not stop.
    """  # noqa: D301 - click reads the escape
    entries = tournament.gathered(folder, click.echo)
    with click.progressbar(length=len(entries), label=f"{len(entries)} entries") as bar:
        standings = tournament.held(entries, seed, number, weeks, at_once, lambda done, _: bar.update(done - bar.pos))
    for line in tournament.told(standings):
        click.echo(line)
    for path in tournament.written(standings, folder, number):
        click.echo(f"Written: {path}")


def tell(deliveries: list[workspace.Delivery], folder: Path) -> list[str]:
    """Return what the learner should know about a delivery, a line each."""
    fresh = sum(delivery.how == workspace.NEW for delivery in deliveries)
    updated = [delivery.name for delivery in deliveries if delivery.how == workspace.UPDATED]
    lines = [f"Your copy of the course is in {folder}."]
    if fresh:
        lines.append(f"Added {fresh} {'file' if fresh == 1 else 'files'}.")
    if updated:
        lines.append(f"Updated, because you had not changed them: {', '.join(updated)}.")
    lines += [
        f"A newer {delivery.name} is here. You changed yours, so it stays as it is; "
        f"the newer one is beside it as {delivery.path.name}. `margin-course diff {_short(delivery.name)}` shows what "
        f"differs; `margin-course --reset {_short(delivery.name)}` takes the newer one and keeps yours."
        for delivery in deliveries
        if delivery.how == workspace.BESIDE
    ]
    return lines


def _short(name: str) -> str:
    return name.removesuffix(".ipynb")
