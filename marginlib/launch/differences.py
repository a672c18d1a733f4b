"""What differs between a learner's file and the course's: the text of cells, without outputs and other machinery."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

MARK = {"code": "code", "markdown": "text", "raw": "raw"}


def between(mine: Path, newer: Path) -> list[str]:
    """Return the lines in which `mine` and the course's `newer` differ, as `diff -u` has them; none where none do.

    A notebook is compared cell by cell, by what is written in it. A file that is no notebook is compared as text.
    """
    ours, theirs = _lines(mine), _lines(newer)
    return list(difflib.unified_diff(ours, theirs, f"yours: {mine.name}", "the course's", n=2, lineterm=""))


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        cells = json.loads(text)["cells"]
        return [
            line for cell in cells for line in (f"[{MARK[cell['cell_type']]}]", *"".join(cell["source"]).splitlines())
        ]
    except (ValueError, RecursionError, LookupError, TypeError):
        return text.splitlines()
