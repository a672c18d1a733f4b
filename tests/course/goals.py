"""For each goal of the lessons that play, controls that are enough to meet it, from the state an explorer opens in."""

from typing import Any

REACHED: dict[str, dict[str, Any]] = {
    "00-goal-front-page": {"now": 48.0, "depth": 47},
    "00-goal-tie": {"now": 48.0, "depth": 25},
    "00-goal-costly-wall": {"now": 48.0, "back": 100},
    "00-goal-saved": {"now": 48.0, "depth": 60, "leverage": 8},
    "04-goal-lucky-pool": {"leverage": 6, "weeks": 100},
    "04-goal-order": {"book": "BTC long, ETH short", "correlation": 0.9, "weeks": 100},
    "04-goal-day": {"scenario": "2025-10-10", "leverage": 6, "weeks": 100},
    "04-goal-walls": {"looks": "at the end only", "weeks": 100},
    "01-goal-bold": {"price": 95.0, "leverage": 18},
    "01-goal-edge": {"price": 98.5},
    "01-goal-calm": {"beyond": 180},
    "01-goal-saying": {"price": 110.0, "coins": 20},
    "02-goal-others-pay": {"now": 60.0, "sold": 0.6},
    "02-goal-fifth": {"posted": 20},
    "02-goal-short": {"side": "short"},
    "02-goal-no-move": {"posted": 20, "days": 50},
    "02-goal-paid-back": {"days": 30, "added": 9},
    "03-goal-alive": {"eth_size": -10, "btc": 78.0, "eth": 78.0},
    "03-goal-nothing": {"eth_size": -10, "eth": 99.0},
    "03-goal-broken": {"eth_size": -10, "btc": 81.0},
    "03-goal-smallest": {"day": "2020-03-12", "eth_size": -7},
    "05-goal-pair": {"leverage": 10, "days": 9},
    "05-goal-missed": {"way": 10},
    "05-goal-paid": {"days": 7},
    "05-goal-jumps": {"leverage": 8, "share": 25},
    "06-goal-split": {"share": 40},
    "06-goal-parity": {"posted": 260},
    "06-goal-size": {"posted": 200, "value": 500},
}
