"""Items on margin kept in coin."""

from typing import Any

from marginlib import formulas
from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.modes import isolated
from marginlib.schedules import FlatRate
from marginlib.walk import walk


def twins(leverage: int) -> tuple[Book, Book]:
    """A linear and an inverse long of the same value at 100, each alone in a book."""
    rate, posted = {"BTC": FlatRate(0.005)}, 100.0 / leverage
    linear, inverse = (Conventions(contract, trigger="inclusive") for contract in ("linear", "inverse"))
    return (
        Book(["BTC"], [1.0], [100.0], [posted], rate, conventions=linear),
        Book(["BTC"], [100.0], [100.0], [posted / 100], rate, conventions=inverse),
    )


def judge_path(answer: Any, leverage: int) -> Verdict | str:
    """The path must start at 100, close the inverse long, leave the linear one, and end in profit."""
    path = sequence(answer)
    if not path or path[0] != 100 or min(path) <= 0:
        return Verdict("✗", "not yet: a path is a list of prices above zero that begins at 100.")
    way = [[price] for price in path]
    linear, inverse = (walk(book, isolated, way)[0].time is not None for book in twins(leverage))
    if not inverse:
        return "nobody"
    if linear:
        return "both"
    if path[-1] <= 100:
        return Verdict(
            "✗", "not yet: the long with coin is closed and the other one is open, but not in profit at the end."
        )
    return Verdict("✓", "")


def opened(draw: Draw) -> dict[str, Any]:
    """An inverse long."""
    return {
        "contracts": draw.integer(5_000, 20_000, 1_000),
        "entry": draw.integer(20_000, 60_000, 1_000),
        "leverage": draw.choice((4, 5, 8, 10)),
    }


def inverse_price(contracts: float, entry: float, leverage: float) -> float:
    """Its liquidation price at 0.5 %."""
    return float(formulas.inverse_liquidation_price(contracts / entry / leverage, contracts, entry, 0.005))


COIN = (
    Item(
        id="14-inverse",
        objective="coin",
        format="numeric",
        prompt="""
            You are long {contracts:,} USD of BTC at {entry:,} USD with {leverage}x, in a contract that is paid in coin.
            Your margin is coin too, and the venue asks for 0.5 % of the contract. At which price are you closed?
        """,
        draw=opened,
        oracle=inverse_price,
        unit="USD",
        tolerance=0.5,
        wrong={
            "linear": Wrong(
                lambda contracts, entry, leverage: float(
                    formulas.liquidation_price(contracts / leverage, contracts / entry, entry, 0.005)
                ),
                right="for a contract that is paid in dollars",
                ask="What is your margin worth after the fall?",
            ),
            "bankruptcy": Wrong(
                lambda contracts, entry, leverage: float(
                    formulas.inverse_bankruptcy_price(contracts / entry / leverage, contracts, entry)
                ),
                found="the price at which nothing is left",
                ask="What does the venue want to see before it comes to that?",
            ),
            "at-entry": Wrong(
                lambda contracts, entry, leverage: entry * leverage / (leverage + 1 - 0.005 * leverage) + 0 * contracts,
                right="if the requirement were fixed in coin at the entry",
                ask="How many coins are half a percent of your contracts at a lower price?",
            ),
            "short": Wrong(
                lambda contracts, entry, leverage: float(
                    formulas.inverse_liquidation_price(contracts / entry / leverage, -contracts, entry, 0.005)
                ),
                right="for a short",
                ask="Which way does a long in coin lose?",
            ),
        },
        hints=(
            "Count in coin: what is posted, and what is the position worth at entry?",
            "Equity in coin is margin + Q (1/entry - 1/P); the requirement is rate x Q / P.",
            "Multiply both sides by P and solve: Q (1 + rate) over margin + Q/entry.",
        ),
        solution="""
            you posted {contracts} / {entry} / {leverage} coins and are long {contracts} / {entry} more. So the price is
            1.005 x {contracts} over the sum of both: {answer} USD.
        """,
        note="It comes sooner than for a long of the same leverage with dollars behind it.",
        code="margin = g.contracts / g.entry / g.leverage\n"
        "answer = g.contracts * 1.005 / (margin + g.contracts / g.entry)",
    ),
    Item(
        id="14-apart",
        objective="coin",
        format="adversarial",
        prompt="""
            Two longs of {leverage}x from 100 USD, and both venues ask for 0.5 %. One has dollars behind it, the other
            has coin. Find a list of prices that begins at 100, closes the long with coin, leaves the other one open,
            and ends with that one in profit.
        """,
        draw=lambda draw: {"leverage": draw.choice((2, 3, 4, 5))},
        judge=judge_path,
        hand_in="a list of prices that begins at 100",
        wrong={
            "nobody": Wrong(
                [100, 99, 120],
                did="stayed above both liquidation prices",
                ask="How far does the price have to fall for the one with coin?",
            ),
            "both": Wrong(
                [100, 20, 120],
                did="went below both liquidation prices",
                ask="Who is still open when your price comes back?",
            ),
        },
        hints=(
            "Compute both liquidation prices first.",
            "The long with coin is closed at the higher price of the two.",
            "Let the path dip between the two prices and come back above 100.",
        ),
        solution="""
            Let the lowest price lie between the two liquidation prices, and the last one above 100.
        """,
        note="You had the same view and the same leverage, and the contract decided.",
        code="linear = 100 * (1 - 1 / g.leverage) / 0.995\n"
        "inverse = 100 * g.leverage * 1.005 / (g.leverage + 1)\n"
        "answer = [100, (linear + inverse) / 2, 110]",
        extra=True,
    ),
)
