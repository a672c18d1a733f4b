"""Items on what feeds a cascade and what stops it: takeovers, buyers who leave, and walls between markets."""

import math
from typing import Any

from marginlib.cascade import amplification, branching_ratio, critical_shock
from marginlib.course.cascades.account import DEEPEST
from marginlib.course.cascades.drawn import drawn, steps
from marginlib.course.cascades.items.cliff import LINES, two_crowds
from marginlib.learn.answers import Unreadable, number
from marginlib.learn.items import Item, Verdict, Wrong

WASTE = 2.0  # percentage points above the least
SECOND = 100  # longs of the second crowd of 08-guard


def taken(shock: float, n: float, share: float) -> float:
    """Where a shock ends if a share is taken over, all in percent.

    >>> round(taken(3, 50, 40), 4)
    4.2857
    """
    return float(shock * amplification(branching_ratio(DEEPEST, n / 100 / DEEPEST, share / 100)))


def least(first: float, push: float, shock: float) -> float:
    """The share in percent from which on the second crowd stands."""
    return 100 * (1 - (100 - LINES[1] - shock) / (first * push))


def judge_guard(answer: Any, first: float, push: float, shock: float) -> Verdict | str:
    """A share of takeovers under which the second crowd stands, and not much more than the least."""
    share = number(answer)
    if not 0 <= share <= 100:
        raise Unreadable("a share from 0 to 100 % is wanted")
    alone = shock + first * push * (1 - share / 100)
    if two_crowds(first, SECOND, push * (1 - share / 100), shock) > alone + 1e-9:
        return "low"
    if share > least(first, push, shock) + WASTE:
        return "waste"
    return Verdict("✓", "")


def moved(k: int, shock: float, n: float) -> float:
    """How far each of the other markets falls in percent, of k markets in pools that hold one long of each.

    >>> round(moved(3, 8, 50), 3)
    2.667
    """
    return n / 100 / k * end(shock, n)


def end(shock: float, n: float) -> float:
    """Sum of the falls in percent."""
    return shock / (1 - n / 100)


FEED = (
    Item(
        id="08-taken",
        objective="feed",
        format="numeric",
        prompt="""
            Longs are spread evenly, and the branching ratio is {n} % as long as all of them are sold. Now the venue
            takes {share} % of those that it closes over and sells the others. A shock of {shock:g} % arrives. By how
            many percent has the price fallen at the end?
        """,
        draw=drawn(
            {"shock": steps(2, 5.5, 0.5), "n": steps(30, 80, 5), "share": steps(20, 75, 5)},
            (
                taken,
                lambda shock, n, share: shock + (1 - share / 100) * (end(shock, n) - shock),
                lambda shock, n, **_: end(shock, n),
                lambda shock, n, share: end(shock, n * share / 100),
                lambda shock, n, share: end(shock, n - share),
                lambda shock, **_: shock,
            ),
            0.1,
        ),
        oracle=taken,
        unit="%",
        tolerance=0.02,
        wrong={
            "extra": Wrong(
                lambda shock, n, share: shock + (1 - share / 100) * (end(shock, n) - shock),
                did="took the share off what all the sales had added",
                ask="Which later sales never happen, because an earlier one did not?",
            ),
            "none": Wrong(
                lambda shock, n, **_: end(shock, n),
                right="if all of them were sold",
                ask="How far does a long push that is taken over?",
            ),
            "taken-sold": Wrong(
                lambda shock, n, share: end(shock, n * share / 100),
                did="let those push that are taken over",
                ask="Which of the two parts reaches the market?",
            ),
            "points": Wrong(
                lambda shock, n, share: end(shock, n - share),
                did="took {share} points from the ratio",
                ask="What is the ratio when half of all sales do not happen?",
            ),
            "alone": Wrong(
                lambda shock, **_: shock,
                right="if all of them were taken over",
                ask="What do the others do, which are sold?",
            ),
        },
        hints=(
            "Of those that the venue closes, which part does somebody sell?",
            "You find a new ratio first, {n} % of the longs that are still sold.",
            "Multiply {n} / 100 by 1 - {share} / 100, and divide the shock by 1 minus that.",
        ),
        solution="""
            Only 1 - {share} / 100 of what is closed pushes, so the ratio is {n} / 100 times that. You divide
            {shock:g} % by 1 minus the new ratio and find {answer} %.
        """,
        note="Every sale that does not happen saves all those that it would have caused.",
        section="What feeds it, what stops it",
        code="answer = g.shock / (1 - g.n / 100 * (1 - g.share / 100))",
    ),
    Item(
        id="08-modes",
        objective="feed",
        format="numeric",
        prompt="""
            Owners hold one long in each of {k} markets in cross mode, with lines that lie evenly, and each market is as
            deep as the others. The branching ratio is {n} %. One market is shocked by {shock} %. By how many percent
            does each of the others fall?
        """,
        draw=drawn(
            {"k": (2, 3, 4, 5), "shock": range(4, 10), "n": steps(30, 70, 5)},
            (
                moved,
                lambda shock, n, **_: n / 100 * end(shock, n),
                lambda k, shock, n: end(shock, n) / k,
                lambda k, shock, n: n / 100 * shock / k,
                lambda **_: 0.0,
            ),
            0.05,
        ),
        oracle=moved,
        unit="%",
        tolerance=0.004,
        wrong={
            "all": Wrong(
                lambda shock, n, **_: n / 100 * end(shock, n),
                found="what sales add in all markets together",
                ask="Over how many markets are they spread?",
            ),
            "split": Wrong(
                lambda k, shock, n: end(shock, n) / k,
                did="divided the shock by the markets as well",
                ask="Which part of the sum was there before anybody sold?",
            ),
            "once": Wrong(
                lambda k, shock, n: n / 100 * shock / k,
                right="after the first round",
                ask="What do those pools sell that fail because of it?",
            ),
            "nothing": Wrong(
                lambda **_: 0.0, right="if each long had a wall of its own", ask="What does a closed pool sell?"
            ),
        },
        hints=(
            "What is the sum of all falls, whatever the mode?",
            "It is the shock divided by one minus the ratio. You take the shock away, and sales made the rest.",
            "They sell as much in each of the {k} markets, so each gets an equal part of that.",
        ),
        solution="""
            All falls together are {shock} / (1 - {n} / 100), and sales made that part of it which is not the shock.
            Each of the {k} markets gets an equal part, and you find {answer} %.
        """,
        note="A shared pool makes no larger fire, it lights it in more places.",
        code="answer = g.n / 100 * g.shock / (1 - g.n / 100) / g.k",
        extra=True,
    ),
    Item(
        id="08-critical",
        objective="feed",
        format="numeric",
        prompt="""
            Longs are spread evenly, and the branching ratio is {n} % at first. Whenever forced sales have pushed the
            price by {half} %, half of the buyers who were there have left. From which shock on does the cascade take
            all, in percent?
        """,
        draw=drawn(
            {"n": steps(30, 65, 5), "half": range(5, 15)},
            (
                lambda n, half: float(critical_shock(n / 100, half)),
                lambda n, half: (100 / n - 1) * half / math.log(2),
                lambda n, half: (100 / n - 1 + math.log(n / 100)) * half,
                lambda n, **_: DEEPEST * (1 - n / 100),
                lambda half, **_: half,
            ),
            0.05,
        ),
        oracle=lambda n, half: critical_shock(n / 100, half),
        unit="%",
        tolerance=0.005,
        wrong={
            "fall": Wrong(
                lambda n, half: (100 / n - 1) * half / math.log(2),
                found="the fall at which the cascade hangs",
                ask="How much of this fall have the sales made by then?",
            ),
            "half": Wrong(
                lambda n, half: (100 / n - 1 + math.log(n / 100)) * half,
                did="took {half} for 1 / a",
                ask="What is a, if depth halves for each {half} %?",
            ),
            "steady": Wrong(
                lambda n, **_: DEEPEST * (1 - n / 100),
                right="if buyers stayed and the longs ended at 20 %",
                ask="What is the ratio after sales have pushed by {half} %?",
            ),
            "alone": Wrong(
                lambda half, **_: half,
                found="how far sales push until half have left",
                ask="What is the ratio at that point?",
            ),
        },
        hints=(
            "The ratio grows while buyers leave. Where does the cascade hang when it is 1?",
            "You know the formula, with a = ln 2 / {half}.",
            "Put n = {n} / 100 into ((1 - n) / n + ln n) / a.",
        ),
        solution="""
            You put n = {n} / 100 and a = ln 2 / {half} into ((1 - n) / n + ln n) / a, which gives {answer} %. At that
            shock the ratio has grown to 1 where the cascade would have ended.
        """,
        note="A market can be calm up to a shock and have no price behind it.",
        code="""
from marginlib.cascade import critical_shock

answer = critical_shock(g.n / 100, g.half)
""".strip(),
        extra=True,
    ),
    Item(
        id="08-guard",
        objective="feed",
        format="design",
        prompt="""
            You run a venue. {first} longs of one unit are closed below 95.4774 USDT and 100 more below 90.4523, each
            sold unit pushes by {push:g} USDT, and a shock of {shock:g} % arrives at 100. Choose which share of what is
            closed you take over, in percent, so that the second crowd stands. Stay within 2 points of the least.
        """,
        draw=lambda draw: {
            "first": draw.integer(220, 380, 20),
            "push": draw.choice((0.025, 0.03, 0.035)),
            "shock": draw.choice(steps(4.6, 5.4, 0.1)),
        },
        judge=judge_guard,
        hand_in="a share in percent, from 0 to 100",
        wrong={
            "low": Wrong(
                5.0, did="took over too little, so both crowds fell", ask="How far may the sales push at most?"
            ),
            "waste": Wrong(
                90.0,
                did="took over more than was needed",
                ask="Where does the price end with your share, and where does the second crowd stand?",
            ),
        },
        hints=(
            "How far is it from the price after the shock to 90.4523 USDT?",
            "You know what all {first} would push. Which part of that may be sold?",
            "Take over the rest, and add a little, since the least share only touches the line.",
        ),
        solution="""
            Sales may push by 100 - 90.4523 - {shock:g}, out of {first} x {push:g}. You take over the rest, and up to
            two points more.
        """,
        note="Whoever takes over carries the loss that the market is spared.",
        code="answer = 100 * (1 - (100 - 90.4523 - g.shock) / (g.first * g.push)) + 1",
        extra=True,
    ),
)
