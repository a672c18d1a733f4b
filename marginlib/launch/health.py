"""Is everything there that the course needs? Answered in plain language, with the fix for each fault."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

OLDEST_PYTHON = (3, 11)
AGAIN = "Start the course with `uv run margin-course`, which installs what is missing, or install it again as you did."


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is `good`, what was found, and the `fix` where it is not good."""

    good: bool
    found: str
    fix: str = ""


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Say whether this Python is new enough.

    >>> python((3, 9, 1)).good
    False
    """
    text = f"Python {'.'.join(map(str, version))}"
    if version >= OLDEST_PYTHON:
        return Finding(good=True, found=text)
    return Finding(
        good=False,
        found=f"{text}, but the course needs 3.11 or newer",
        fix="Install a newer Python, or run the course with `uv run --python 3.11 margin-course`.",
    )


def packages(required: list[str] | None = None, version: Callable[[str], str] = metadata.version) -> Iterator[Finding]:
    """Yield one finding a package that `marginlib` requires."""
    from packaging.requirements import Requirement

    for line in metadata.requires("marginlib") or [] if required is None else required:
        need = Requirement(line)
        if need.marker and not need.marker.evaluate():
            continue
        try:
            there = version(need.name)
        except metadata.PackageNotFoundError:
            yield Finding(good=False, found=f"{need.name} is not installed", fix=AGAIN)
            continue
        if need.specifier.contains(there, prereleases=True):
            yield Finding(good=True, found=f"{need.name} {there}")
        else:
            found = f"{need.name} {there}, but the course needs {need.specifier}"
            yield Finding(good=False, found=found, fix=f'Run `python -m pip install "{need}"`, or: {AGAIN}')


def kernel() -> Finding:
    """Say whether notebooks find a Python kernel to run in."""
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ImportError:
        return Finding(good=False, found="Jupyter is not installed, so notebooks have no kernel", fix=AGAIN)
    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        fix = "Run `python -m ipykernel install --sys-prefix`."
        return Finding(good=False, found="no kernel called python3, so notebooks cannot run", fix=fix)
    return Finding(good=True, found=f"kernel: {spec.display_name}")


def writable(folder: Path) -> Finding:
    """Say whether the course can be delivered into `folder`, without leaving anything there."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    trial = place / ".margin-course-trial"
    try:
        trial.touch()
        trial.unlink()
    except OSError as error:
        found = f"cannot write in {folder} ({error.strerror or error})"
        return Finding(good=False, found=found, fix="Name a folder of your own with --folder.")
    return Finding(good=True, found=f"can write in {folder}")


def progress_file() -> Finding:
    """Say whether what the learner has done so far can be read; the file itself is left as it is."""
    try:
        from marginlib.learn import store
    except ImportError as error:
        return Finding(good=False, found=f"the course machinery does not start ({error})", fix=AGAIN)
    try:
        path = store.place()
        if path is None:
            return Finding(good=True, found="progress is kept in memory only, as BULKHEADS_PROGRESS says")
        readable = store.readable()
    except store.NoPlace as error:
        found = f"your progress in {store.named()} cannot be read ({getattr(error, 'strerror', None) or error})"
        return Finding(good=False, found=found, fix="Make it readable, or name another file with BULKHEADS_PROGRESS.")
    if not readable:
        found = f"your progress in {path} is damaged"
        return Finding(good=False, found=found, fix="Go on: the next answer moves it aside and begins a new one.")
    if not path.exists():
        return Finding(good=True, found=f"no progress yet; it will be kept in {path}")
    return Finding(good=True, found=f"progress: {path}")


def report(findings: list[Finding]) -> str:
    """Return the findings as text, a line each, and a closing line.

    >>> print(report([Finding(True, "Python 3.12.1"), Finding(False, "sympy is not installed", "Install it.")]))
    ✓ Python 3.12.1
    ✗ sympy is not installed
      → Install it.
    1 fault. Put it right as the arrow says, then run `margin-course check` again.
    """
    lines = []
    for finding in findings:
        lines.append(f"{'✓' if finding.good else '✗'} {finding.found}")
        if finding.fix:
            lines.append(f"  → {finding.fix}")
    faults = sum(not finding.good for finding in findings)
    if not faults:
        lines.append("Everything the course needs is here. Start with `margin-course`.")
    else:
        count, them = (f"{faults} faults", "them") if faults > 1 else ("1 fault", "it")
        lines.append(f"{count}. Put {them} right as the arrow says, then run `margin-course check` again.")
    return "\n".join(lines)
