"""Reads files of cases, asks the adapter of each family for the figures expected, and says which disagree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from marginlib.errors import MarginError
from tests.reference import drift, dydx, payloads, positions, tables, venues, weights
from tests.reference.case import Inputs, MissingInput
from tests.reference.vocabulary import FAMILIES, UnknownName, understood

ADAPTERS: dict[str, Any] = {
    "aave": weights.aave,
    "bitmex": payloads.bitmex,
    "bitmex-blog": payloads.bitmex_blog,
    "bn-brackets": tables.brackets,
    "bn-coinm": venues.binance,
    "bn-doge": venues.binance,
    "bn-faq": venues.binance,
    "bn-faq-cum": tables.next_amount,
    "bybit-cost": venues.bybit_cost,
    "bybit-inverse": venues.bybit_inverse,
    "bybit-payload": venues.bybit_payload,
    "bybit-usdt": positions.on_entry,
    "deribit": tables.deribit,
    "drift-cover": drift.cover,
    "drift-flow": drift.flow,
    "drift-iso": drift.isolated,
    "drift-loss": drift.loss,
    "drift-weights": drift.weights,
    "dydx-bankr": dydx.bankruptcy,
    "dydx-doc": dydx.conditional,
    "dydx-fillable": dydx.fillable,
    "dydx-insurance": dydx.insurance,
    "dydx-margin": dydx.margin,
    "dydx-net": dydx.net,
    "dydx-risk": dydx.risk,
    "edgex": payloads.edgex,
    "ft-liq-grid": venues.grid,
    "ft-okx-tier": tables.okx_tiers,
    "ft-tiers": tables.tiers,
    "hl-api": venues.hyperliquid,
    "hyperionx": positions.fee_at_price,
    "hyperliquid": venues.hyperliquid,
    "insurance": payloads.bitmex_fund,
    "jesse": positions.on_entry,
    "kraken": tables.kraken,
    "kucoin-api": payloads.kucoin,
    "mango": weights.mango,
    "mexc": positions.on_entry,
    "morpho": weights.morpho,
    "octobot-inverse": positions.octobot_inverse,
    "octobot-linear": positions.octobot_linear,
    "okx-api": venues.okx,
    "synthetix": weights.synthetix,
}

FLOATING = 300  # powers of ten that floating point holds: a number beyond is a slip, and slow to write out
TROUBLES = (
    MissingInput,
    UnknownName,
    KeyError,
    MarginError,
    ArithmeticError,
    TypeError,
    ValueError,
    IndexError,
    AttributeError,
)


@dataclass(frozen=True)
class Outcome:
    """What became of a case: "passed", "failed" or "unsupported", and the line that says why."""

    verdict: str
    line: str = ""


def number(text: str) -> Fraction:
    """The exact value of a printed number; ValueError where it is none, or of a size that no market knows."""
    found = re.fullmatch(r"[+-]?\d+(?:\.\d*)?(?:[eE]([+-]?\d{1,9}))?", text)
    if found is None or abs(int(found[1] or 0)) > FLOATING:
        message = f"{text[:40]} is no number of a market"
        raise ValueError(message)
    return Fraction(text)


def exact(value: Any) -> Any:
    """JSON numbers as Fractions of what was printed, also where they are quoted, as many interfaces do."""
    if isinstance(value, dict):
        return {name: exact(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [exact(inner) for inner in value]
    if isinstance(value, str):
        try:
            return number(value)
        except ValueError:
            return value
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value


def doubtful(value: Any, path: str, refused: type | tuple[type, ...]) -> str:
    """Where a value stands of which no figure can be made: by now every sound number is a Fraction."""
    if isinstance(value, (dict, list)):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        return next(filter(None, (doubtful(inner, f"{path}.{name}", refused) for name, inner in inside)), "")
    if isinstance(value, refused):
        return f"{path} is {value}, but it must be a finite number"
    return ""


def agrees(got: Any, expected: Any, tolerance: Any) -> bool:
    """Whether every number lies within the absolute plus the relative tolerance; truth values must be equal."""
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and len(got) == len(expected)
            and all(agrees(one, other, tolerance) for one, other in zip(got, expected, strict=True))
        )
    if isinstance(got, (bool, list)) or not isinstance(expected, Fraction):
        return type(got) is type(expected) and bool(got == expected)
    allowed = (tolerance.get("abs") or 0) + (tolerance.get("rel") or 0) * abs(expected)
    return bool(abs(got - expected) <= allowed + abs(expected) * Fraction(1, 10**14))


def shown(value: Any) -> str:
    """A figure as a line prints it, of whatever size."""
    if isinstance(value, list):
        return "[" + ", ".join([*map(shown, value[:20]), *["..."] * (len(value) > 20)]) + "]"
    if isinstance(value, Fraction) and abs(value) > 10**FLOATING:
        return f"{Decimal(value.numerator) / value.denominator:.12g}"
    return f"{float(value):.12g}" if isinstance(value, (Fraction, float)) else str(value)[:80]


def explained(trouble: Exception) -> str:
    """Why a figure could not be computed, in words."""
    if isinstance(trouble, MissingInput):
        return f"the case does not give {trouble}"
    if isinstance(trouble, KeyError):
        return f"a record inside the case does not give {trouble}"
    if isinstance(trouble, (MarginError, UnknownName)):
        return str(trouble)
    if isinstance(trouble, ZeroDivisionError):
        return "the case gives a zero where the figure divides by it"
    return f"the case gives an input of another kind than the figure needs ({trouble})"


def refusal(case: dict[str, Any]) -> str:
    """Why a case of a known family cannot be judged; nothing where it can."""
    if not isinstance(case.get("inputs"), dict) or not isinstance(case.get("expected"), dict) or not case["expected"]:
        return "a case needs inputs and expected figures, each a record"
    tolerance = case.get("tolerance") or {}
    if not isinstance(tolerance, dict) or any(
        not isinstance(tolerance.get(name) or Fraction(0), Fraction) for name in ("abs", "rel")
    ):
        return "a tolerance is a record of the numbers abs and rel"
    contracts = FAMILIES[case["family"]].contracts
    if (case.get("contract") or contracts[0]) not in contracts:
        return f"contract {case['contract']}: family {case['family']} is told for {' and '.join(contracts)} contracts"
    return doubtful(case["inputs"], "inputs", (float, bool)) or doubtful(case["expected"], "expected", float)


def adapted(case: dict[str, Any]) -> dict[str, Any]:
    """Figures of a case by name, each a function without arguments."""
    family = case["family"]
    inputs = Inputs(
        understood(family, case["inputs"]),
        case.get("direction"),
        str(case.get("venue") or ""),
        str(case.get("mode") or ""),
        case.get("contract") or FAMILIES[family].contracts[0],
    )
    figures: dict[str, Any] = ADAPTERS[family](inputs)
    return figures


def judge(case: dict[str, Any]) -> Outcome:
    """Compare every figure expected of one case."""
    verdict, why = verdict_on(case)
    name = case.get("id")
    return Outcome(verdict, " ".join(f"{'a case without id' if name is None else name}: {why}".split()) if why else "")


def verdict_on(case: dict[str, Any]) -> tuple[str, str]:
    """Verdict on a case, and why where it did not pass."""
    family = case.get("family")
    if not isinstance(family, str):
        return "failed", "a case needs a family, in words"
    if family not in ADAPTERS:
        return "unsupported", f"unknown family {family!r}; known are {', '.join(ADAPTERS)}"
    if why := refusal(case):
        return "failed", why
    try:
        figures = adapted(case)
    except TROUBLES as trouble:
        return "failed", explained(trouble)
    for figure, expected in case["expected"].items():
        if figure not in figures:
            return "failed", f"{figure}: family {family} gives {', '.join(figures)}"
        try:
            got = figures[figure]()
            right = agrees(got, expected, case.get("tolerance") or {})
        except TROUBLES as trouble:
            return "failed", f"{figure}: {explained(trouble)}"
        if not right:
            return "failed", f"{figure}: expected {shown(expected)}, got {shown(got)}"
    return "passed", ""


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Cases of one file; ValueError in one line where it is not a file of cases."""
    try:
        data = exact(json.loads(path.read_text(encoding="utf-8-sig"), parse_float=number))
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise ValueError(message) from error
    except RecursionError as error:
        message = f"{path}: records within records, deeper than any case"
        raise ValueError(message) from error
    except ValueError as error:
        message = f"{path}: not JSON: {error}"
        raise ValueError(message) from error
    cases = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(cases, list) or not cases or not all(isinstance(case, dict) for case in cases):
        message = f"{path}: expected a list of cases, or a record with one under 'cases'"
        raise ValueError(message)
    yield from cases
