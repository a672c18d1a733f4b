"""Exercises on what moves the floor: funding, a fee, what you take out, and what you post to live through both."""

from typing import Any

from marginlib import formulas
from marginlib.course.isolated_margin.account import line
from marginlib.learn.answers import number
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.position import Position
from marginlib.schedules import FlatRate

ASKED = 0.005
NEAR, SPARE, DUST = 0.02, 1.0, 1e-5  # USDT: the same answer; how much more than the least may be posted; no amount


def quiet(draw: Draw) -> dict[str, Any]:
    """A long at 100 whose margin lasts for a whole number of payments."""
    size, rate, payments = draw.integer(5, 20), draw.choice((0.01, 0.02, 0.03, 0.05)), draw.integer(55, 160)
    return {"size": size, "percent": rate, "collateral": round(100 * size * (ASKED + payments * rate / 100), 3)}


def payments(size: float, percent: float, collateral: float) -> float:
    """How many payments there are until what is left is what the venue asks for."""
    return (collateral - ASKED * 100 * size) / (percent / 100 * 100 * size)


def fee(draw: Draw) -> dict[str, Any]:
    """A position at 8x to 20x that paid a fee when it was opened."""
    size, entry = draw.integer(4, 15), draw.integer(150, 250, 5)
    return {
        "side": draw.sign(),
        "size": size,
        "entry": entry,
        "collateral": round(size * entry / draw.integer(8, 20)),
        "percent": draw.choice((0.05, 0.06, 0.08, 0.1)),
    }


def after(side: int, size: float, entry: float, collateral: float, paid: float) -> float:
    """The liquidation price once so much has been paid out of the margin."""
    return line(collateral - paid, side * size, entry, 100 * ASKED)


def hold(draw: Draw) -> dict[str, Any]:
    """A long from 100 that waits for some days and then falls."""
    return {"size": draw.integer(5, 15), "days": draw.integer(30, 60, 5), "target": draw.integer(82, 92)}


def least(size: float, days: float, target: float, daily: float = 3) -> float:
    """What must be posted to be still open at the target after so many days of payments."""
    return size * (100 - target) + ASKED * size * target + daily * days * 0.0001 * 100 * size


def judge_hold(answer: Any, size: float, days: float, target: float) -> Verdict | str:
    """The engine pays the funding and lets the price fall; the position has to be open, and not for too much."""
    posted, account = number(answer), {"size": size, "days": days, "target": target}
    ideas = {
        "no-funding": least(**account, daily=0),
        "once-a-day": least(**account, daily=1),
        "bankruptcy": least(**account) - ASKED * size * target,
    }
    left = posted + 3 * days * float(formulas.funding_payment(size, 100, 0.0001))
    if left <= 0 or Position(size, 100.0, round(left, 6), FlatRate(ASKED)).liquidatable(target):
        named = [key for key, idea in ideas.items() if abs(posted - idea) <= NEAR]
        return named[0] if named else Verdict("✗", "You are closed before the price is at the target. What is missing?")
    return "generous" if posted > least(**account) + SPARE + DUST else Verdict("✓", "")


COSTS = (
    Item(
        id="02-quiet",
        objective="margin",
        format="numeric",
        prompt="""
            You hold a long of {size} units, opened at 100 USDT with {collateral} USDT posted, and the venue asks for
            0.5 %. The price stays at 100. Each funding payment takes {percent} % of the position out of your margin.
            After how many payments are you closed?
        """,
        draw=quiet,
        oracle=payments,
        unit="payments",
        tolerance=0.5,
        wrong={
            "to-zero": Wrong(
                lambda size, percent, collateral: collateral / (percent * size),
                right="if the venue waited until your margin is gone",
                ask="How much must be left in the tank at a price of 100?",
            ),
            "on-margin": Wrong(
                lambda size, percent, collateral: (collateral - ASKED * 100 * size) / (percent / 100 * collateral),
                did="charged the funding on your margin",
                ask="What are the {size} units worth that you pay for?",
            ),
            "days": Wrong(
                lambda size, percent, collateral: payments(size, percent, collateral) / 3,
                found="the number of days when there are three payments in each",
                ask="Does the question count days or payments?",
            ),
        },
        hints=(
            "The price never moves, so what is it that shrinks?",
            "How much of your margin may go before you are left with what the venue asks for?",
            "Divide what may go by one payment, which is {percent} % of what your units are worth.",
        ),
        solution="""
            The venue asks for 0.5 % of {size} x 100 USDT, and the rest of your {collateral} USDT may go. Divide that
            rest by one payment, and you are closed after {answer} payments.
        """,
        note="A position can be closed at the price at which you opened it, because costs eat the margin.",
        code="value = 100 * g.size\nanswer = (g.collateral - 0.005 * value) / (g.percent / 100 * value)",
        extra=True,
    ),
    Item(
        id="02-fee",
        objective="margin",
        format="numeric",
        prompt="""
            You open a {side:side} of {size} units at {entry} USDT with {collateral} USDT posted, and the venue asks
            for 0.5 %. An opening fee of {percent} % of the value is taken out of your margin. Where is your
            liquidation price?
        """,
        draw=fee,
        oracle=lambda side, size, entry, collateral, percent: after(
            side, size, entry, collateral, percent / 100 * size * entry
        ),
        unit="USDT",
        tolerance=0.001,
        wrong={
            "none": Wrong(
                lambda side, size, entry, collateral, percent: after(side, size, entry, collateral, 0 * percent),
                right="if opening were free",
                ask="How much is still in the tank after the fee?",
            ),
            "on-margin": Wrong(
                lambda side, size, entry, collateral, percent: after(
                    side, size, entry, collateral, percent / 100 * collateral
                ),
                did="charged the fee on your margin",
                ask="On which amount does the venue count {percent} %?",
            ),
            "added": Wrong(
                lambda side, size, entry, collateral, percent: after(
                    side, size, entry, collateral, -percent / 100 * size * entry
                ),
                did="added the fee to your margin",
                ask="Who gets it, you or the venue?",
            ),
            "other-side": Wrong(
                lambda side, size, entry, collateral, percent: after(
                    -side, size, entry, collateral, percent / 100 * size * entry
                ),
                right="for the opposite position",
                ask="Which way does this one lose?",
            ),
        },
        hints=(
            "What is the position worth when you open it?",
            "The fee leaves your margin before any price has moved. How much is left?",
            "Use the margin after the fee in the equation in which what you own equals what is asked for.",
        ),
        solution="""
            The fee is {percent} % of {size} x {entry} USDT. With what is left of your {collateral} USDT, what you own
            and what is asked for meet at {answer} USDT.
        """,
        note="A fee is counted on the whole position, so it brings the line closer by that percent of the price.",
        code="q = g.side * g.size\n"
        "margin = g.collateral - g.percent / 100 * g.size * g.entry\n"
        "answer = (margin - q * g.entry) / (abs(q) * 0.005 - q)",
        extra=True,
    ),
    Item(
        id="02-takeout",
        objective="margin",
        format="numeric",
        prompt="""
            You hold a long of {size} units, opened at 100 USDT with {collateral} USDT posted, and the price is now
            {price} USDT. You may take margin out as long as you keep an initial margin of 10 % of what your units are
            worth now. How much can you take out at most?
        """,
        draw=lambda draw: {
            "size": (size := draw.integer(4, 15)),
            "collateral": draw.choice((12.5, 20, 25)) * size,
            "price": 100 + draw.choice((4, 6, 8, 11, 12)),
        },
        oracle=lambda size, collateral, price: collateral + size * (price - 100) - 0.1 * size * price,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "maintenance": Wrong(
                lambda size, collateral, price: collateral + size * (price - 100) - ASKED * size * price,
                right="if 0.5 % were enough to keep",
                ask="Which share must stay behind when you take money out?",
            ),
            "posted-only": Wrong(
                lambda size, collateral, price: collateral - 0.1 * size * price,
                did="left out what you have earned so far",
                ask="How much is in the tank at {price} USDT?",
            ),
            "at-entry": Wrong(
                lambda size, collateral, price: collateral + size * (price - 100) - 0.1 * size * 100,
                right="if the initial margin were counted at 100",
                ask="What are your units worth now?",
            ),
            "profit": Wrong(
                lambda size, price, **_: size * (price - 100),
                found="what you have earned so far",
                ask="Was the money you posted all needed for the initial margin?",
            ),
        },
        hints=(
            "How much is in your tank now, with what you have earned?",
            "How much must stay? It is a share of what your units are worth at {price} USDT.",
            "Take what must stay from what is in the tank.",
        ),
        solution="""
            You have {collateral} + {size} x ({price} - 100) USDT, and 10 % of {size} x {price} must stay. You can take
            out {answer} USDT.
        """,
        note="What you may take out depends on the price now, because both what you have and what must stay do.",
        code="answer = g.collateral + g.size * (g.price - 100) - 0.1 * g.size * g.price",
        extra=True,
    ),
    Item(
        id="02-hold",
        objective="margin",
        format="design",
        prompt="""
            You are long {size} units from 100 USDT. Choose what to post so that you live through {days} days at 100,
            with 0.01 % of funding three times a day, and then through a fall to {target} USDT. The venue asks for 0.5
            %. Post at most 1 USDT more than you need.
        """,
        draw=hold,
        judge=judge_hold,
        hand_in="the USDT that you post",
        wrong={
            "no-funding": Wrong(
                lambda **account: least(**account, daily=0),
                right="if nothing were paid while you wait",
                ask="What has left the tank before the price falls?",
            ),
            "once-a-day": Wrong(
                lambda **account: least(**account, daily=1),
                did="paid once a day",
                ask="How many payments are there in one day?",
            ),
            "bankruptcy": Wrong(
                lambda **account: least(**account) - ASKED * account["size"] * account["target"],
                did="covered the losses and nothing else",
                ask="What does the venue want to see at the target?",
            ),
            "generous": Wrong(
                lambda **account: least(**account) + 20,
                did="posted more than 1 USDT too much",
                ask="Which of your sums was rounded up so far?",
            ),
        },
        hints=(
            "Three things eat your margin or must be left of it. Which do you see?",
            "What do {size} units lose in the fall, and what does the venue want to see at the target?",
            "Add to both the funding, which is {size} x 100 x 0.0001 USDT three times a day.",
        ),
        solution="""
            Before the fall you pay 3 x {days} times 0.01 % of {size} x 100 USDT. In the fall you lose {size} x (100 -
            {target}), and at its end you need 0.5 % of {size} x {target}. The sum of the three is enough.
        """,
        note="A plan for a fall has to last as long as you wait for it.",
        code="answer = g.size * (100 - g.target) + 0.005 * g.size * g.target + 0.03 * g.size * g.days + 0.5",
        extra=True,
    ),
)
