"""Figures that protocols and their pages publish beside those of the file, for what the file has no case of."""

from typing import Any

import pytest

from tests.reference.runner import Outcome, exact, judge

TAKEN: dict[str, Any] = {"entry": 100, "price": 100, "collateral": 5, "liquidator_fee": 0.01, "if_fee": 0.01}
WALLET: dict[str, Any] = {"wallet": 10_000, "contracts": 20, "entry_price": 1_000, "leverage": 50, "mmr": 0.01}
BUCKET: dict[str, Any] = {"size": 10, "quote": -1_000, "collateral": 70, "price": 100}
FALLEN: dict[str, Any] = {"base": 1, "entry": 150, "price": 100, "collateral": 0, "liquidator_fee": 0.01}

PUBLISHED = {
    "Drift takes over as much as covers the shortage, and its fund is paid": (
        "drift-flow",
        {"base": 2, **TAKEN, "mmf": 0.05, "buffer": 0.02},
        {"base": 0.2, "quote": -23.6, "liquidator_base": 1.8, "liquidator_quote": -178.2},
    ),
    "Drift takes over no more than the liquidator asks for": (
        "drift-flow",
        {**FALLEN, "max_base": 0.5},
        {"base": 0.5, "quote": -100.5, "liquidator_base": 0.5, "liquidator_quote": -49.5},
    ),
    "Drift's fund takes nothing from who is bankrupt": (
        "drift-flow",
        {**FALLEN, "if_fee": 0.01, "mmf": 0.05, "buffer": 0.001},
        {"base": 0, "quote": -51, "liquidator_base": 1, "liquidator_quote": -99},
    ),
    "Drift spreads a loan that nobody repays over all deposits": (
        "drift-loss",
        {"loss": 11, "deposits": 120},
        {"delta_per_deposit": 0.0916666667},
    ),
    "Drift spreads nothing where nobody has deposited": (
        "drift-loss",
        {"loss": 100, "deposits": 0},
        {"delta_per_deposit": 0},
    ),
    "Drift asks nothing of a bucket that owes nothing": (
        "drift-iso",
        {"cross": {"deposit_usdc": 1_000}, "isolated": {**BUCKET, "imf": 0.1}},
        {"cross_requirement": 0, "isolated_requirement": 100, "cross_ok": True, "isolated_ok": False},
    ),
    "Aave prints -1 where nothing is owed": (
        "aave",
        {"collateral": 0.1, "liquidation_threshold": 0.5, "debt": 0},
        {"health_factor": -1},
    ),
    "BitMEX lets a cross position hold out with all of a wallet": (
        "bitmex-blog",
        WALLET,
        {
            "initial_margin": 400,
            "maintenance_margin": 200,
            "available": 9_600,
            "liquidation_price": 510,
            "bankruptcy_price": 500,
        },
    ),
}


@pytest.mark.parametrize(("family", "inputs", "expected"), PUBLISHED.values(), ids=PUBLISHED)
def test_figures_published_beside_the_file_are_met(
    family: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    """What each protocol's own tests and pages print, digit for digit."""
    case = {"id": "x", "family": family, "direction": "long", "inputs": inputs, "expected": expected}
    assert judge(_printed(case)) == Outcome("passed")


def _printed(value: Any) -> Any:
    """Every number as the text that prints it, so that none is rounded on the way."""
    if isinstance(value, dict):
        return {name: _printed(inner) for name, inner in value.items()}
    return exact(repr(value)) if isinstance(value, float) else exact(value)
