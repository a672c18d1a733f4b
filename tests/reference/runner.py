"""Reads files of cases, asks the adapter of each family for the figures expected, and says which disagree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from marginlib.errors import MarginError
from tests.reference import isolated, protocols
from tests.reference.case import Inputs, MissingInput

ADAPTERS: dict[str, Any] = {
    "aave": protocols.aave,
    "bitmex": isolated.bitmex,
    "bitmex-blog": isolated.bitmex_blog,
    "bn-brackets": isolated.brackets,
    "bn-coinm": isolated.binance_coin,
    "bn-doge": isolated.binance,
    "bn-faq": isolated.binance,
    "bn-faq-cum": isolated.next_amount,
    "bybit-cost": isolated.bybit_cost,
    "bybit-inverse": isolated.bybit_inverse,
    "bybit-payload": isolated.bybit_payload,
    "bybit-usdt": isolated.on_entry,
    "deribit": isolated.deribit,
    "drift-cover": protocols.drift_cover,
    "drift-flow": protocols.drift_flow,
    "drift-iso": protocols.drift_isolated,
    "drift-loss": protocols.drift_loss,
    "drift-weights": protocols.drift_weights,
    "dydx-bankr": protocols.dydx_bankruptcy,
    "dydx-doc": protocols.dydx_doc,
    "dydx-fillable": protocols.dydx_fillable,
    "dydx-insurance": protocols.dydx_insurance,
    "dydx-margin": protocols.dydx_margin,
    "dydx-net": protocols.dydx_risk,
    "dydx-risk": protocols.dydx_risk,
    "edgex": isolated.edgex,
    "ft-liq-grid": isolated.grid,
    "ft-okx-tier": isolated.okx_tiers,
    "ft-tiers": isolated.tiers,
    "hl-api": isolated.hyperliquid,
    "hyperionx": isolated.fee_at_price,
    "hyperliquid": isolated.hyperliquid,
    "insurance": isolated.bitmex_fund,
    "jesse": isolated.on_entry,
    "kraken": isolated.kraken,
    "kucoin-api": isolated.kucoin,
    "mango": protocols.mango,
    "mexc": isolated.on_entry,
    "morpho": protocols.morpho,
    "octobot-inverse": isolated.octobot_inverse,
    "octobot-linear": isolated.octobot_linear,
    "okx-api": isolated.okx,
    "synthetix": protocols.synthetix,
}
UNSUPPORTED: dict[str, str] = {}  # family -> reason; every family of the file is supported

TROUBLES = (MissingInput, KeyError, MarginError, ArithmeticError, TypeError, ValueError, IndexError, AttributeError)


@dataclass(frozen=True)
class Outcome:
    """What became of a case: "passed", "failed" or "unsupported", and the line that says why."""

    verdict: str
    line: str = ""


def exact(value: Any) -> Any:
    """JSON numbers as Fractions of what was printed."""
    if isinstance(value, dict):
        return {name: exact(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [exact(inner) for inner in value]
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value


def agrees(got: Any, expected: Any, tolerance: Any) -> bool:
    """Whether every number lies within the absolute plus the relative tolerance; truth values must be equal."""
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and len(got) == len(expected)
            and all(agrees(one, other, tolerance) for one, other in zip(got, expected, strict=True))
        )
    if isinstance(expected, (bool, str)) or expected is None or isinstance(got, bool):
        return bool(got == expected)
    allowed = tolerance.get("abs", 0) + tolerance.get("rel", 0) * abs(expected)
    return bool(abs(got - expected) <= allowed + abs(expected) * Fraction(1, 10**14))


def shown(value: Any) -> str:
    """A figure as a line prints it."""
    if isinstance(value, list):
        return "[" + ", ".join(map(shown, value)) + "]"
    return f"{float(value):.12g}" if isinstance(value, (Fraction, float)) else str(value)


def explained(trouble: Exception) -> str:
    """Why a figure could not be computed, in words."""
    if isinstance(trouble, MissingInput):
        return f"the case does not give {trouble}"
    if isinstance(trouble, KeyError):
        return f"a record inside the case does not give {trouble}"
    return f"{type(trouble).__name__}: {trouble}"


def adapted(family: str, inputs: Inputs, venue: str) -> dict[str, Any]:
    """Figures of a case by name, each a function without arguments; the grid alone looks at the venue."""
    figures: dict[str, Any] = ADAPTERS[family](inputs, venue) if family == "ft-liq-grid" else ADAPTERS[family](inputs)
    return figures


def judge(case: dict[str, Any]) -> Outcome:
    """Compare every figure expected of one case."""
    name, family = case.get("id", "a case without id"), str(case.get("family"))
    if family in UNSUPPORTED:
        return Outcome("unsupported", f"{name}: family {family} is not supported: {UNSUPPORTED[family]}")
    if family not in ADAPTERS:
        return Outcome("unsupported", f"{name}: unknown family {family!r}; known are {', '.join(ADAPTERS)}")
    if not isinstance(case.get("inputs"), dict) or not isinstance(case.get("expected"), dict) or not case["expected"]:
        return Outcome("failed", f"{name}: a case needs inputs and expected figures, each a record")
    inputs = Inputs(case["inputs"], case.get("direction"))
    try:
        figures = adapted(family, inputs, str(case.get("venue") or ""))
    except TROUBLES as trouble:
        return Outcome("failed", f"{name}: {explained(trouble)}")
    for figure, expected in case["expected"].items():
        if figure not in figures:
            return Outcome("failed", f"{name}: {figure}: family {family} gives {', '.join(figures)}")
        try:
            got = figures[figure]()
            right = agrees(got, expected, case.get("tolerance") or {})
        except TROUBLES as trouble:
            return Outcome("failed", f"{name}: {figure}: {explained(trouble)}")
        if not right:
            return Outcome("failed", f"{name}: {figure}: expected {shown(expected)}, got {shown(got)}")
    return Outcome("passed")


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Cases of one file; ValueError in one line where it is not a file of cases."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise ValueError(message) from error
    except ValueError as error:
        message = f"{path}: not JSON: {error}"
        raise ValueError(message) from error
    cases = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        message = f"{path}: expected a list of cases, or a record with one under 'cases'"
        raise ValueError(message)
    yield from (exact(case) for case in cases)
