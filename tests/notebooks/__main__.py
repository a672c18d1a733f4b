"""Run and normalise notebooks: `python -m tests.notebooks [--check] [FILES]`, all of them by default.

Each notebook runs in a kernel of its own as a new reader: default alias, progress in memory. With
`--check` nothing is written, and the command fails where a run would change anything but the bytes of a picture.
"""

import argparse
import difflib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.notebooks import form
from tests.notebooks.run import executed

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Treat the files, print a line for each, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.notebooks", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="notebooks; all lessons and exercises by default")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where something would change")
    options = parser.parse_args(arguments)
    files = options.files or sorted([*ROOT.glob("lessons/*.ipynb"), *ROOT.glob("exercises/**/*.ipynb")])
    files = [file for file in files if ".ipynb_checkpoints" not in file.parts]
    with ThreadPoolExecutor(max_workers=2) as pool:
        reports = list(pool.map(lambda file: treat(file, check=options.check), files))
    for file, (state, details) in zip(files, reports, strict=True):
        print(f"{state:<9} {os.path.relpath(file)}")
        print("".join(f"    {line}\n" for line in details), end="")
    bad = {"failed", "differs"}
    return int(any(state in bad for state, _ in reports))


def treat(path: Path, *, check: bool) -> tuple[str, list[str]]:
    """Run one notebook; write it where it changed, or only compare. Return what happened and the details."""
    before = form.read(path)
    try:
        after = form.normal(executed(before, path.parent))
    except RuntimeError as error:
        return "failed", str(error).splitlines()
    faults = form.faults(after)
    if faults:
        return "failed", faults
    old, new = form.text(form.without_pictures(before)), form.text(form.without_pictures(after))
    if old == new and path.read_text(encoding="utf-8") == form.text(before):
        return "unchanged", []
    if check:
        difference = difflib.unified_diff(
            old.splitlines(), new.splitlines(), "committed", "run again", n=1, lineterm=""
        )
        return "differs", [line[:200] for line in difference][:40] or ["only the layout of the file"]
    path.write_text(form.text(after), encoding="utf-8")
    return "written", []


if __name__ == "__main__":
    sys.exit(main())
