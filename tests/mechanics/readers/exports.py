"""Answers of venues and trading libraries, made of numbers of our own; only the form is theirs."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any, NamedTuple


class Open(NamedTuple):
    """One position, as a test draws it."""

    market: str
    size: float
    entry: float
    mark: float
    posted: float | None  # None in cross mode
    price: float = 0.0

    @property
    def side(self) -> str:
        """Long or short."""
        return "long" if self.size > 0 else "short"

    @property
    def profit(self) -> float:
        """Open profit at the mark."""
        return self.size * (self.mark - self.entry)


def text(number: float) -> str:
    """A number as venues send it."""
    return f"{number:.8f}"


def binance(each: Open) -> dict[str, Any]:
    """Position risk of USD-M futures."""
    wallet = each.posted or 0.0
    return {
        "symbol": f"{each.market}USDT",
        "positionAmt": text(each.size),
        "entryPrice": text(each.entry),
        "markPrice": text(each.mark),
        "unRealizedProfit": text(each.profit),
        "liquidationPrice": text(each.price),
        "leverage": "10",
        "marginType": "cross" if each.posted is None else "isolated",
        "isolatedMargin": text(wallet + each.profit if wallet else 0.0),
        "positionSide": "BOTH",
        "isolatedWallet": text(wallet),
    }


def library(each: Open) -> dict[str, Any]:
    """Positions of a trading library: contracts without a sign, margin with the profit in it."""
    return {
        "info": {"positionAmt": "7"},
        "symbol": f"{each.market}/USDT:USDT",
        "contracts": abs(each.size) / 0.5,
        "contractSize": 0.5,
        "side": each.side if each.size else None,
        "entryPrice": each.entry,
        "markPrice": each.mark,
        "unrealizedPnl": each.profit,
        "collateral": None if each.posted is None else each.posted + each.profit,
        "marginMode": "cross" if each.posted is None else "isolated",
        "liquidationPrice": each.price or None,
    }


def bybit(each: Open) -> dict[str, Any]:
    """A list of positions with sides in words, modes in numbers."""
    return {
        "symbol": f"{each.market}USDT",
        "side": {"long": "Buy", "short": "Sell"}[each.side] if each.size else "None",
        "size": text(abs(each.size)),
        "avgPrice": text(each.entry),
        "markPrice": text(each.mark),
        "tradeMode": 0 if each.posted is None else 1,
        "positionBalance": text(each.posted or 0.0),
        "unrealisedPnl": text(each.profit),
        "liqPrice": text(each.price) if each.price else "",
        "leverage": "10",
    }


def hyperliquid(each: Open) -> dict[str, Any]:
    """A record within a record, margin with the profit in it, mode beside the leverage."""
    return {
        "type": "oneWay",
        "position": {
            "coin": each.market,
            "szi": text(each.size),
            "entryPx": text(each.entry),
            "leverage": {"type": "cross" if each.posted is None else "isolated", "value": 10},
            "liquidationPx": text(each.price) if each.price else None,
            "marginUsed": text((each.posted or 50.0) + each.profit),
            "unrealizedPnl": text(each.profit),
        },
    }


def bitget(each: Open) -> dict[str, Any]:
    """Sizes without a sign, a side that is held, a margin without profit."""
    return {
        "symbol": f"{each.market}USDT",
        "holdSide": each.side,
        "total": text(abs(each.size)),
        "openPriceAvg": text(each.entry),
        "markPrice": text(each.mark),
        "marginMode": "crossed" if each.posted is None else "isolated",
        "marginSize": text(50.0 if each.posted is None else each.posted),
        "unrealizedPL": text(each.profit),
        "liquidationPrice": text(each.price),
    }


def sheet(rows: list[dict[str, Any]], separator: str = ",") -> bytes:
    """The records as CSV with names."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


EXPORTS: dict[str, Callable[[list[Open]], Any]] = {
    "Binance": lambda held: json.dumps([binance(each) for each in held]).encode(),
    "Binance, records": lambda held: [binance(each) for each in held],
    "Binance, CSV": lambda held: sheet([binance(each) for each in held]),
    "Binance, semicolons": lambda held: sheet([binance(each) for each in held], ";"),
    "library": lambda held: json.dumps([library(each) for each in held]).encode(),
    "Bybit": lambda held: json.dumps({"retCode": 0, "result": {"list": [bybit(each) for each in held]}}).encode(),
    "Hyperliquid": lambda held: json.dumps(
        {"marginSummary": {"accountValue": "9"}, "assetPositions": [hyperliquid(each) for each in held]}
    ).encode(),
    "Bitget": lambda held: json.dumps({"code": "00000", "data": [bitget(each) for each in held]}).encode(),
}
