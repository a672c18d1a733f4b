"""Items on what fills and hedges come to."""

from collections.abc import Callable
from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.trades import held

RATE = 0.004  # maintenance in hedge mode


def last(*fills: tuple[float, float]) -> Any:
    """What is held after the fills, by the engine."""
    *_, now = held(fills)
    return now


def after(size: float, entry: float, fill: float, price: float) -> float:
    """The average entry after one more fill, 0 with nothing held."""
    return float(last((size, entry), (fill, price)).entry or 0)


def averaged(size: float, entry: float, fill: float, price: float) -> float:
    """The same, with a fault that a venue has had: it goes on averaging beyond zero."""
    whole = size + fill
    if whole == 0:
        return 0.0
    return entry if abs(whole) < abs(size) and size * whole > 0 else (size * entry + fill * price) / whole


def kept(size: float, entry: float, fill: float, price: float) -> float:
    """With the old entry, also beyond zero."""
    whole = size + fill
    return 0.0 if whole == 0 else (size * entry + fill * price) / whole if size * fill > 0 else entry


def mixed(size: float, entry: float, fill: float, price: float) -> float:
    """With an average that a fill moves which reduces."""
    whole = size + fill
    if whole == 0:
        return 0.0
    return price if size * whole < 0 else (abs(size) * entry + abs(fill) * price) / (abs(size) + abs(fill))


def bought(draw: Draw) -> dict[str, Any]:
    """Two purchases and a sale of less than was bought."""
    a, b = draw.integer(3, 6), draw.integer(7, 12)
    p = draw.integer(90, 120)
    c = draw.choice([one for one in range(1, a) if one != b - a])
    return {"a": a, "b": b, "c": c, "p": p, "r": p + draw.integer(8, 25)}


def hedge(draw: Draw) -> dict[str, Any]:
    """A long and a smaller short of one coin from 50,000, with money for a fall of some thousand."""
    long, part = draw.integer(2, 6), draw.choice((0.25, 0.5, 0.75))
    return {"long": long, "short": long * part, "wallet": round(long * (1 - part) * draw.integer(1_500, 4_000, 500))}


def apart(long: float, short: float, wallet: float, asked: Callable[[float, float], float]) -> float:
    """The price at which the wallet, less the loss of what is left of the long, is what is asked for."""
    net = long - short
    return (net * 50_000 - wallet) / (net - RATE * asked(long, short))


ACCOUNT = (
    Item(
        id="14-average",
        objective="account",
        format="numeric",
        prompt="""
            You buy {a} coins at {p} USDT and {b} more at {r} USDT. Then you sell {c} of them at {p} USDT. What is the
            average entry of what you hold?
        """,
        draw=bought,
        oracle=lambda a, b, c, p, r: float(last((a, p), (b, r), (-c, p)).entry),
        unit="USDT",
        tolerance=0.005,
        wrong={
            "plain": Wrong(
                lambda a, b, c, p, r: (p + r) / 2 + 0 * a * b * c,
                right="for two purchases of the same size",
                ask="At which of the two prices did you buy more?",
            ),
            "reduced": Wrong(
                lambda a, b, c, p, r: ((a - c) * p + b * r) / (a + b - c),
                right="if you had sold the coins that you bought first",
                ask="Does a sale change what the others cost you on average?",
            ),
            "last": Wrong(
                lambda a, b, c, p, r: r + 0 * a * b * c * p,
                found="the price of your last purchase",
                ask="What did the first {a} coins cost?",
            ),
            "all-trades": Wrong(
                lambda a, b, c, p, r: (a * p + b * r + c * p) / (a + b + c),
                did="counted the sale as a purchase",
                ask="Which of the three fills added to what you hold?",
            ),
        },
        hints=(
            "What did you pay for all {a} + {b} coins together?",
            "Divide by how many you bought.",
            "When you sell, you realise something, and the average stays as it is.",
        ),
        solution="you paid ({a} x {p} + {b} x {r}) / ({a} + {b}) = {answer} USDT on average, whatever you sell.",
        note="A fill that reduces leaves the average entry where it is.",
        code="answer = (g.a * g.p + g.b * g.r) / (g.a + g.b)",
        extra=True,
    ),
    Item(
        id="14-realised",
        objective="account",
        format="numeric",
        prompt="""
            You hold {a} coins from {p} USDT. One order sells {x} coins at {r} USDT. How much profit have you realised?
        """,
        draw=lambda draw: {
            "a": (a := draw.integer(2, 6)),
            "x": 2 * a + draw.integer(1, 5),
            "p": (p := draw.integer(90, 110)),
            "r": p + draw.integer(5, 20),
        },
        oracle=lambda a, x, p, r: float(last((a, p), (-x, r)).realised),
        unit="USDT",
        tolerance=0.005,
        wrong={
            "whole-fill": Wrong(
                lambda a, x, p, r: x * (r - p) + 0 * a,
                did="realised the whole order",
                ask="How many coins were there to close?",
            ),
            "rest": Wrong(
                lambda a, x, p, r: (x - a) * (r - p),
                did="realised the part that is still open",
                ask="What became of the {a} coins that you held?",
            ),
            "none": Wrong(
                lambda a, x, p, r: 0.0 * a * x * p * r,
                right="if nothing had been closed",
                ask="What became of the {a} coins that you held?",
            ),
            "sign": Wrong(
                lambda a, x, p, r: -a * (r - p) + 0 * x,
                right="for a short that was bought back",
                ask="Did the price go your way?",
            ),
        },
        hints=(
            "An order that is larger than what you hold does two things.",
            "It closes what you hold, and it opens the rest on the other side.",
            "Only what is closed realises anything.",
        ),
        solution="you close {a} coins, each with {r} - {p}, which is {answer} USDT. The rest is a new short from {r}.",
        note="A fill through zero closes what is held and opens the rest anew.",
        code="answer = g.a * (g.r - g.p)",
        extra=True,
    ),
    Item(
        id="14-flip",
        objective="account",
        format="function",
        prompt="""
            Somebody was long 50 contracts, sold 60, and saw the liquidation price of a long, 78,571 instead of 183,333
            (get10101, issue 2419, April 2024). Write entry_after(size, entry, fill, price), which gives your average
            entry after one more fill, so that it is right on both sides and through zero. With nothing held it is 0.
        """,
        draw=lambda draw: {
            "size": draw.sign() * draw.integer(2, 9),
            "entry": draw.integer(90, 110),
            "fill": draw.sign() * draw.integer(1, 15),
            "price": draw.integer(90, 110) + 0.5,
        },
        oracle=after,
        cases=(
            {"size": 5, "entry": 100, "fill": 5, "price": 110},
            {"size": 5, "entry": 100, "fill": -2, "price": 110},
            {"size": 5, "entry": 100, "fill": -5, "price": 110},
            {"size": 5, "entry": 100, "fill": -6, "price": 110},
            {"size": -5, "entry": 100, "fill": 12, "price": 90},
        ),
        wrong={
            "averaged": Wrong(
                averaged, did="averaged through zero", ask="At which price was the part beyond zero opened?"
            ),
            "old-entry": Wrong(kept, did="kept the old entry beyond zero", ask="Is anything of the old position left?"),
            "mixed": Wrong(
                mixed,
                did="let a fill that reduces move the average",
                ask="What did the coins cost that you still hold?",
            ),
        },
        hints=(
            "You have four cases: the fill adds, it reduces, it closes, or it goes through zero.",
            "A fill that reduces leaves the entry as it is.",
            "Beyond zero your old position is gone, and the entry is the price of the fill.",
        ),
        solution="""
            If you add, it is the average of both. If you reduce, the entry stays, and beyond zero it is the price of
            the fill.
        """,
        note="Beyond zero it is another position.",
        code="""def answer(size, entry, fill, price):
    whole = size + fill
    if size * fill > 0:
        return (size * entry + fill * price) / whole
    return 0 if whole == 0 else entry if size * whole > 0 else price""",
        extra=True,
    ),
    Item(
        id="14-hedged",
        objective="account",
        format="numeric",
        prompt="""
            Your venue keeps long and short apart. You are long {long} BTC and short {short:g} BTC, both from 50,000
            USDT, with {wallet:,} USDT in one pool, and each leg asks for 0.4 % of its own value. At which price are
            both closed?
        """,
        draw=hedge,
        oracle=lambda long, short, wallet: apart(long, short, wallet, lambda a, b: a + b),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "netted": Wrong(
                lambda long, short, wallet: apart(long, short, wallet, lambda a, b: a - b),
                right="at a venue that nets both legs",
                ask="What is asked for the short, on its own?",
            ),
            "alone": Wrong(
                lambda long, short, wallet: (long * 50_000 - wallet) / (long * (1 - RATE)) + 0 * short,
                right="without the short",
                ask="What does the short earn as the price falls?",
            ),
            "no-need": Wrong(
                lambda long, short, wallet: apart(long, short, wallet, lambda *_: 0.0),
                found="the price at which nothing is left",
                ask="What do both legs ask for?",
            ),
            "long-need": Wrong(
                lambda long, short, wallet: apart(long, short, wallet, lambda a, _: a),
                did="left out what the short asks for",
                ask="How many coins' worth is asked for in all?",
            ),
        },
        hints=(
            "How much do you lose for each USDT of fall?",
            "How much is asked at a price P, for both legs together?",
            "Set what is left equal to what is asked, and solve for P.",
        ),
        solution="""
            you lose {long} - {short} coins' worth of the fall and are asked for 0.4 % of {long} + {short} coins' worth:
            {answer} USDT.
        """,
        note="Hedge mode nets what you earn and not what you are asked for.",
        code="net = g.long - g.short\nanswer = (net * 50_000 - g.wallet) / (net - 0.004 * (g.long + g.short))",
        extra=True,
    ),
    Item(
        id="14-gap",
        objective="account",
        format="choice",
        prompt="""
            You bring candles of one minute. At 10:02 the price is 99.9, the next candle is of 12:30, and there it is
            71.0. Your line was at 80. When was it met?
        """,
        choices={
            "unknown": "Some time in those 147 minutes, and the candles do not say when",
            "after": "At 12:30, with the first candle that lies below it",
            "before": "At 10:02, with the last candle before the gap",
            "never": "Never, since no candle has a price of 80 in it",
        },
        oracle=lambda: "unknown",
        wrong={
            "after": Wrong(
                "after", right="for a venue that slept as well", ask="What did the price do between the candles?"
            ),
            "before": Wrong("before", did="took the last price that is known", ask="Was it below 80 at 10:02?"),
            "never": Wrong(
                "never",
                did="took missing candles for a price that stood still",
                ask="How does a price come from 99.9 to 71?",
            ),
        },
        hints=(
            "What do you know about the minutes between 10:02 and 12:30?",
            "The market went on, and your file did not.",
            "A reader that answers with a time has made it up.",
        ),
        solution="The price passed 80 somewhere in the gap, and your file cannot say when, or how often.",
        note="A gap in the data is no gap in the market.",
        extra=True,
    ),
)
