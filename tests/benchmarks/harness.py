"""Candidates interleaved within each round on the processor's clock, and the table of their ratios.

The nox session gives linear algebra one thread, so that a second of the processor's clock is a second of work.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable
from typing import Any


def interleaved(candidates: dict[str, Callable[[], Any]], rounds: int = 15) -> dict[str, float]:
    """Median processor seconds of each candidate; every round runs each of them once."""
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, candidate in candidates.items():
            start = time.process_time_ns()
            candidate()
            seconds[name].append((time.process_time_ns() - start) / 1e9)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def table(title: str, rows: dict[str, str]) -> None:
    """Print one table of ratios with the machine named."""
    print(f"\n{title} ({platform.machine()}, Python {platform.python_version()})")
    for name, figure in rows.items():
        print(f"  {name:<62}{figure:>16}")
