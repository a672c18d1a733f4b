"""Which files a room has, and which tests have to notice a bug in one of them."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = ["test_arithmetic.py", "test_formulas.py", "test_door.py", "test_doors.py", "test_schedules.py", "test_book.py"]
PRICED = [*CORE, "test_liquidation_prices.py"]
SHORT: dict[str, list[str]] = {
    "arithmetic": CORE,
    "errors": ["test_door.py", "test_doors.py"],
    "kinds": ["test_decimals.py"],
    "rounding": [*CORE, "vault/test_ledger.py"],
    "formulas": [*CORE, "../reference"],
    "schedules": PRICED,
    "conventions": PRICED,
    "venues": ["test_venues.py", "test_doors.py", "../reference"],
    "position": [*PRICED, "test_position.py"],
    "partition": PRICED,
    "risk": CORE,
    "triggers": PRICED,
    "book": PRICED,
    "modes": PRICED,
    "requirements": [*CORE, "lending"],
    "paths": ["paths", "readers", "test_door.py", "test_doors.py"],
    "walk": ["test_walk.py", "test_doors.py"],
    "passage": ["probability/test_passage.py", "probability/test_ladder.py", "test_doors.py"],
    "probability": ["probability", "test_doors.py"],
    "sizing": ["sizing", "test_doors.py"],
    "trades": ["test_trades.py", "test_doors.py"],
    "joint": ["test_joint.py", "test_doors.py"],
    "sources": ["readers", "paths", "test_doors.py"],
    "tables": ["readers", "test_doors.py"],
    "klines": ["readers", "test_doors.py"],
    "records": ["readers", "test_doors.py"],
    "readers": ["readers", "test_doors.py"],
    "market": ["test_market.py", "test_doors.py"],
    "lending": ["lending", "test_doors.py"],
    "liquidation": ["liquidation", "test_doors.py"],
    "cascade": ["test_cascade.py", "test_doors.py"],
    "contagion": ["test_contagion.py", "test_compartments.py", "test_doors.py"],
    "vault": ["vault/test_ledger.py", "test_doors.py"],
    "keepers": ["test_keepers.py", "test_doors.py"],
    "oracle": ["oracle", "test_doors.py"],
    "enclave": ["test_enclave.py", "test_doors.py"],
    "deadline": ["test_deadline.py", "test_doors.py"],
    "agents": ["agents", "test_doors.py"],
    "worlds": ["test_worlds.py", "test_doors.py"],
    "tournament": ["test_tournament.py", "test_doors.py"],
    "learn/verdicts": ["../learn/test_verdicts.py"],
}
ROOMS = {room: [os.path.normpath(f"tests/mechanics/{test}") for test in tests] for room, tests in SHORT.items()}
"""Tests of each room; the examples of the file that is changed come first."""


def files(room: str) -> list[Path]:
    """The modules of a room, below the root; what runs on a chain has tests that need packages of their own."""
    place = ROOT / "marginlib" / room
    found = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return [path.relative_to(ROOT) for path in found if "contract" not in path.parts]
