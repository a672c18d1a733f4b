"""For each goal of the lessons that play, controls that are enough to meet it, from the state an explorer opens in."""

from typing import Any

from marginlib.learn.items import Goal
from marginlib.show.explorer import Explorer

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
    "07-goal-fund": {"fund": 50, "taken": 10},
    "07-goal-gift": {"price": 90.25},
    "07-goal-queue": {"posted": 320},
    "08-goal-still": {"crowd": 100, "ratio": 1.2},
    "08-goal-lower": {"shock": 4.6, "ratio": 0.6},
    "08-goal-saved": {"crowd": 100, "shock": 4.6, "taken": 5},
    "08-goal-last": {"shock": 2.2, "buyers": "half leave each 5 %"},
    "09-goal-debt": {"debt": 900},
    "09-goal-saved": {"debt": 960, "bonus": 4},
    "09-goal-pool": {"debt": 900, "depth": 1},
    "14-goal-order": {"leverage": 20},
    "14-goal-last": {"side": "short"},
    "14-goal-one": {"way": 95.75},
    "14-goal-twin": {"rate": 0.55},
    "14-goal-sooner": {"rate": 0.4, "coin": True},
    "14-goal-day": {"day": "10 Oct 2025"},
    "14-goal-quiet": {"sizes": 0.4},
    "10-goal-whole": {"fund": 300},
    "10-goal-account": {"second": 60.0, "funds": "one for each", "mode": "cross"},
    "10-goal-harm": {"second": 60.0, "funds": "one for each"},
    "13-goal-fall": {"manager": "memory", "weeks": "unseen"},
    "13-goal-dearer": {"manager": "memory", "weeks": "unseen", "week": 2},
    "13-goal-break": {"weeks": "unseen", "world": "legs apart"},
    "10-goal-burn": {"second": 60.0, "funds": "one for each", "mode": "cross", "lost": 20},
    "11-goal-dearest": {"price": 47_000, "gas": 90},
    "11-goal-smallest": {"price": 47_000, "gas": 100, "size": 2.0},
    "11-goal-alone": {"price": 44_000, "gas": 60},
    "11-goal-debt": {"price": 44_000, "fall": "in one jump"},
    "11-goal-mended": {"price": 47_000, "gas": 100, "step": 50},
    "12-goal-pair": {"walls": "own fund", "rule": "median"},
    "12-goal-average": {"rule": "average", "window": 11},
    "12-goal-small": {"cap": 100, "times": 82.0},
    "12-goal-long": {"rule": "average", "window": 30, "depth": 500, "times": 10.0},
}


def reach_all(explorer: Explorer, number: str, goals: tuple[Goal, ...]) -> None:
    """Each goal of a lesson is listed, not met in the state that opens, and met by the controls above."""
    found = {key: state for key, state in REACHED.items() if key.startswith(f"{number}-")}
    assert set(found) == {goal.key for goal in goals}
    for goal in goals:
        assert not goal.met(explorer.result), goal.key
        explorer.set(**{**explorer._start, **found[goal.key]})
        assert goal.met(explorer.result), goal.key
        explorer.set(**explorer._start)
