"""One position and where it is liquidated, by the convention of each venue."""

from __future__ import annotations

from fractions import Fraction

from tests.reference.forms.drawn import Case, Drawn, form


@form("bybit-usdt", "mexc")
def on_entry(d: Drawn) -> Case:
    """Maintenance on the value at entry; money added or taken moves the price, in a pool from the mark of a loss.

    No price is below zero: there a long outlives every fall.
    """
    more: dict[str, Fraction] = [
        {},
        {"extra_margin": d.money, "funding_fee": d.money / 2},
        {"available_balance": d.money / 2, "mark_price": d.mark},
    ][d.number % 3]
    start = min(d.mark * d.side, d.entry * d.side) * d.side if d.number % 3 == 2 else d.entry
    price = start - d.side * (d.entry / d.leverage - d.entry * d.rate + (d.money / 2 / d.size if more else 0))
    return {
        "inputs": {"entry_price": d.entry, "quantity": d.size, "leverage": d.leverage, "mmr": d.rate, **more},
        "expected": {
            "initial_margin": d.cost / d.leverage,
            "maintenance_margin": d.cost * d.rate,
            "liquidation_price": max(price, Fraction(0)),
        },
    }


@form("jesse")
def on_entry_without_size(d: Drawn) -> Case:
    """The same, where no size is given."""
    bankruptcy = d.entry * (1 - Fraction(d.side, d.leverage))
    return {
        "inputs": {"entry_price": d.entry, "leverage": d.leverage, "mmr": d.rate},
        "expected": {"liquidation_price": bankruptcy + d.side * d.entry * d.rate, "bankruptcy_price": bankruptcy},
    }


@form("octobot-linear")
def octobot_linear(d: Drawn) -> Case:
    """Two reductions of a wallet, or figures of the size that a margin opens."""
    if d.number % 2:
        inputs = {"margin": d.money, "entry_price": d.entry, "leverage": d.leverage, "mark_price": d.mark}
        opened = d.money * d.leverage / d.entry
        here, marked = (opened * price * d.fee for price in (d.entry, d.mark))
        return {
            "inputs": inputs | {"taker_fee": d.fee},
            "expected": {
                "quantity": opened,
                "unrealized_pnl": d.side * opened * (d.mark - d.entry),
                "initial_margin": d.money,
                "open_fee": here,
                "close_fee": marked,
                "order_cost": d.money + here + marked,
                "two_way_fees": here * (2 - Fraction(d.side, d.leverage)),
            },
        }
    closed, left = d.size / 4, d.size * 3 / 4
    first, last = (d.side * (price - d.entry) for price in (d.mark, d.mark + 1))
    steps = [f"reduce {float(closed)} at {float(d.mark)}", f"close {float(left)} at {float(d.mark + 1)}"]
    margin = left * d.entry / d.leverage
    return {
        "inputs": {
            "wallet": d.money,
            "quantity": d.size,
            "entry_price": d.entry,
            "leverage": d.leverage,
            "steps": steps,
        },
        "expected": {
            "position_margin": margin,
            "realised": closed * first,
            "unrealised": left * first,
            "total": d.money + d.size * first,
            "available": d.money - margin + closed * first,
            "final": d.money + closed * first + left * last,
        },
    }


@form("octobot-inverse")
def octobot_inverse(d: Drawn) -> Case:
    """Coin-margined: everything in the reciprocal price."""
    coins = d.number / d.entry
    bankruptcy = d.entry * d.leverage / (d.leverage + d.side)
    fees = d.number * d.fee * (1 / d.entry + 1 / bankruptcy)
    return {
        "contract": "inverse",
        "inputs": {
            "contracts": d.number,
            "entry_price": d.entry,
            "mark_price": d.mark,
            "leverage": d.leverage,
            "mmr": d.rate,
            "taker_fee": d.fee,
        },
        "expected": {
            "bankruptcy_price": bankruptcy,
            "liquidation_price": d.entry * d.leverage / (d.leverage + d.side - d.side * d.rate * d.leverage),
            "initial_margin": coins / d.leverage,
            "maintenance_margin": coins * d.rate,
            "unrealized_pnl": d.side * d.number * (1 / d.entry - 1 / d.mark),
            "open_fee": coins * d.fee,
            "close_fee": fees - coins * d.fee,
            "two_way_fees": fees,
            "order_cost": coins / d.leverage + fees,
        },
    }


@form("hyperionx")
def fee_at_price(d: Drawn) -> Case:
    """The closing fee raises the rate; the size follows from margin and leverage where it is left out."""
    margin = d.cost / d.leverage
    amount = {"quantity": d.size} if d.number % 2 else {"leverage": d.leverage}
    return {
        "inputs": {"entry_price": d.entry, "margin": margin, "mmr": d.rate, "taker_fee": d.fee, **amount},
        "expected": {
            "liquidation_price": (d.entry - d.side * margin / d.size) / (1 - d.side * (d.rate + d.fee)),
        },
    }


@form("ft-liq-grid")
def grid(d: Drawn) -> Case:
    """One position, a convention by venue."""
    venue = ("Binance USD-M", "Bybit", "Gate", "OKX", "Gate/OKX")[d.number % 5]
    margin, per_unit = d.cost / d.leverage, d.entry - d.side * d.entry / d.leverage
    price = {
        "Binance USD-M": (margin + d.money - d.side * d.cost) / (d.size * d.rate - d.side * d.size),
        "Bybit": per_unit + d.side * d.entry * d.rate,
    }.get(venue, per_unit / (1 - d.side * (d.rate + d.fee)))
    return {
        "venue": venue,
        "inputs": {
            "entry_price": d.entry,
            "quantity": d.size,
            "leverage": d.leverage,
            "isolated_margin": margin,
            "mmr": d.rate,
            "taker_fee": d.fee,
            "maintenance_amount": d.money,
        },
        "expected": {"liquidation_price": price},
    }


@form("bn-doge")
def binance(d: Drawn) -> Case:
    """Isolated, with a maintenance amount."""
    return {
        "inputs": {
            "entry_price": d.entry,
            "mark_price": d.mark,
            "quantity": d.size,
            "isolated_wallet": d.money,
            "mmr": d.rate,
            "maintenance_amount": d.number,
        },
        "expected": {
            "unrealized_pnl": d.profit,
            "isolated_margin": d.money + d.profit,
            "liquidation_price": (d.money + d.number - d.side * d.cost) / (d.size * d.rate - d.side * d.size),
        },
    }


@form("bn-faq")
def binance_pool(d: Drawn) -> Case:
    """A second leg weighs on the first in cross mode, and on nothing in isolated mode."""
    other = {"quantity": 2 * d.size, "entry_price": d.mark, "mark_price": d.entry, "mmr": d.rate, "direction": "short"}
    mode = "cross" if d.number % 2 else "isolated"
    moved = 2 * d.size * (d.mark - d.entry) - 2 * d.cost * d.rate if mode == "cross" else 0
    return {
        "mode": mode,
        "inputs": {
            "wallet_balance": d.money,
            "entry_price": d.entry,
            "quantity": d.size,
            "mmr": d.rate,
            "maintenance_amount": d.number,
            "other_positions": [{**other, "symbol": "other", "maintenance_amount": 0}],
            "positions": [{"symbol": "BTC", "q": d.size, "EP": d.entry, "mark": d.mark, "mmr": d.rate, "cum": 7}],
        },
        "expected": {
            "liquidation_price": (d.money + moved + d.number - d.side * d.cost) / (d.size * (d.rate - d.side)),
            "upnl_btc": d.profit,
            "mm_btc": d.value * d.rate - 7,
        },
    }


@form("hyperliquid")
def hyperliquid(d: Drawn) -> Case:
    """Half the initial rate of the largest leverage, whichever way that is said; a margin reported holds the profit."""
    rate = Fraction(1, 2 * d.number)
    said = {"mmr": rate} if d.number % 2 else {"asset_max_leverage": d.number}
    kind = d.number % 4
    posted = {"leverage": d.leverage} if kind == 0 else {"quantity": d.size, "collateral": d.money}
    each, at = (d.entry / d.leverage if kind == 0 else d.money / d.size), d.entry
    if kind == 3:
        posted = {"quantity": d.size, "margin_used": d.money, "mark_price": d.mark}
        at = d.mark
    return {
        "inputs": {"entry_price": d.entry, **said, **posted},
        "expected": {"liquidation_price": at - d.side * (each - at * rate) / (1 - rate * d.side)},
    }
