"""Items on inverse contracts and on maintenance fixed at entry."""

from typing import Any

from marginlib import formulas
from marginlib.book import Book
from marginlib.conventions import Conventions
from marginlib.course.your_venue.account import drawn, held
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
            "✗", "not yet: the inverse long is closed and the linear one is open, but not in profit at the end."
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


CONTRACT = (
    Item(
        id="14-inverse",
        objective="contract",
        format="numeric",
        prompt="""
            An inverse long of {contracts:,} USD at {entry:,} USD, {leverage}x, margin posted in coin, maintenance 0.5
            % at the mark price. At which price is it liquidated?
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
                ask="Which way does an inverse long lose?",
            ),
        },
        hints=(
            "Count in coin: what is posted, and what is the position worth at entry?",
            "Equity in coin is margin + Q (1/entry - 1/P); the requirement is rate x Q / P.",
            "Multiply both sides by P and solve: Q (1 + rate) over margin + Q/entry.",
        ),
        solution="""
            with Q = {contracts} and margin Q / {entry} / {leverage} coin: Q x 1.005 / (margin + Q / {entry}) =
            {answer} USD.
        """,
        note="it comes sooner than for a linear long of the same leverage.",
        code="margin = g.contracts / g.entry / g.leverage\n"
        "answer = g.contracts * 1.005 / (margin + g.contracts / g.entry)",
    ),
    Item(
        id="14-entry",
        objective="contract",
        format="numeric",
        prompt="""
            A venue fixes maintenance at the entry price, at {percent} %. A {side:side} of {size} units at {entry}
            USDT has {collateral} USDT posted. At which price is it liquidated?
        """,
        draw=drawn,
        oracle=lambda **account: float(held("entry", **account).liquidation_price),
        unit="USDT",
        tolerance=0.005,
        wrong={
            "mark": Wrong(
                lambda **account: float(held("mark", **account).liquidation_price),
                right="at a venue that counts its share at the mark price",
                ask="At which price does this one count?",
            ),
            "bankruptcy": Wrong(
                lambda **account: float(held("mark", **account).bankruptcy_price),
                found="the price at which nothing is left",
                ask="What does the venue want to see there?",
            ),
            "added": Wrong(
                lambda side, size, entry, collateral, percent: (
                    entry - side * (collateral / size + percent / 100 * entry)
                ),
                did="added the requirement to what you may lose",
                ask="Does it let you lose more, or less?",
            ),
            "other-side": Wrong(
                lambda side, **rest: float(held("entry", side=-side, **rest).liquidation_price),
                right="for the opposite side",
                ask="Which way does a {side:side} lose?",
            ),
        },
        hints=(
            "How large is the requirement, once and for all?",
            "The position may lose its margin less that requirement.",
            "Divide what it may lose by the size: that is how far the price may move.",
        ),
        solution="""
            the requirement is {percent} % of {size} x {entry}; the rest of the margin divided by the size is the
            distance: {answer} USDT.
        """,
        note="with the requirement fixed, the distance is a plain division.",
        code="need = g.percent / 100 * g.size * g.entry\nanswer = g.entry - g.side * (g.collateral - need) / g.size",
    ),
    Item(
        id="14-which",
        objective="contract",
        format="choice",
        prompt="""
            Two venues, the same linear long, the same rate. One takes maintenance at the mark price, the other fixes
            it at entry. Where is the long liquidated first as the price falls?
        """,
        choices=(
            "At the mark-price venue.",
            "At the entry-price venue.",
            "At both at the same price.",
        ),
        oracle=lambda: "B",
        wrong={
            "mark": Wrong(
                "A",
                right="for a short, whose value grows as it loses",
                ask="What happens to the requirement at the mark price as your long falls?",
            ),
            "same": Wrong(
                "C", right="at the entry price itself", ask="Which of the two requirements moves with the price?"
            ),
        },
        hints=(
            "What happens to the value of the position as the price falls?",
            "One of the two requirements shrinks with it.",
            "The larger requirement is met first.",
        ),
        solution="""
            the requirement fixed at entry stays large while the one at the mark price shrinks, so the entry-price
            venue acts first.
        """,
        note="for a short it is the other way round.",
    ),
    Item(
        id="14-apart",
        objective="contract",
        format="adversarial",
        prompt="""
            A linear and an inverse long, both opened at 100 with {leverage}x and maintenance 0.5 %. Find a price
            path, a list that begins at 100, that closes the inverse long, leaves the linear one open, and ends with
            the linear one in profit.
        """,
        draw=lambda draw: {"leverage": draw.choice((2, 3, 4, 5))},
        judge=judge_path,
        hand_in="a list of prices that begins at 100",
        wrong={
            "nobody": Wrong(
                [100, 99, 120],
                did="stayed above both liquidation prices",
                ask="How far does the price have to fall for the inverse long?",
            ),
            "both": Wrong(
                [100, 20, 120],
                did="went below both liquidation prices",
                ask="Who is still open when your price comes back?",
            ),
        },
        hints=(
            "Compute both liquidation prices first.",
            "The inverse long is closed at the higher price of the two.",
            "Let the path dip between the two prices and come back above 100.",
        ),
        solution="""
            any path whose lowest price lies between the linear and the inverse liquidation price, and that ends above
            100.
        """,
        note="the contract decided: the view on the market and the leverage were the same.",
        code="linear = 100 * (1 - 1 / g.leverage) / 0.995\n"
        "inverse = 100 * g.leverage * 1.005 / (g.leverage + 1)\n"
        "answer = [100, (linear + inverse) / 2, 110]",
        extra=True,
    ),
)
