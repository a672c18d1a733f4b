"""Run files of reference cases against marginlib: python -m tests.reference FILE [FILE ...]."""

from __future__ import annotations

import sys
from collections import Counter
from io import TextIOWrapper
from pathlib import Path

from tests.reference.runner import judge, read


def main(arguments: list[str]) -> int:
    """Print a line per case that does not pass and a closing count; 1 when any did not, 2 when a file is unreadable."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name that the terminal cannot spell is no traceback
    if not arguments:
        print("usage: python -m tests.reference FILE [FILE ...]")
        return 2
    counts: Counter[str] = Counter()
    unreadable = False
    for argument in arguments:
        try:
            cases = list(read(Path(argument)))
        except ValueError as error:
            print(error)
            unreadable = True
            continue
        for outcome in map(judge, cases):
            counts[outcome.verdict] += 1
            if outcome.line:
                print(outcome.line)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['unsupported']} unsupported")
    return 2 if unreadable else min(counts["failed"] + counts["unsupported"], 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
