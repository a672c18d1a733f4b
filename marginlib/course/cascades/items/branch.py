"""Items on the branching ratio, and on where an even cascade ends."""

from marginlib.cascade import amplification, branching_ratio, measured_branching
from marginlib.course.cascades.drawn import drawn, steps
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def spread_longs(draw: Draw) -> dict[str, float]:
    """Longs over a span of prices, and what each unit pushes, for ratios from 0.2 to 0.9."""
    span, density = draw.choice((10, 12, 15, 16, 20, 25)), draw.integer(20, 40)
    return {"units": span * density, "span": span, "push": draw.integer(10, 22) / 1000}


def moved(draw: Draw) -> dict[str, float]:
    """A shock and a whole move in percent, less or more than half of which sales made."""
    shock = draw.integer(3, 8)
    return {"shock": shock, "move": shock + draw.choice([more for more in range(1, 9) if more != shock])}


def end(shock: float, n: float) -> float:
    """Where a shock ends at a ratio in percent.

    >>> end(3, 50)
    6.0
    """
    return float(shock * amplification(n / 100))


def after(shock: float, n: float, k: int) -> float:
    """How far the price is down after k further rounds.

    >>> after(3, 50, 2)
    5.25
    """
    return shock * (1 - (n / 100) ** (k + 1)) / (1 - n / 100)


BRANCH = (
    Item(
        id="08-ratio",
        objective="branch",
        format="numeric",
        prompt="""
            Longs of {units} units are liquidated evenly between 100 USDT and {span} USDT below that. Each unit that is
            sold pushes the price down by {push:g} USDT. What is the branching ratio?
        """,
        draw=spread_longs,
        oracle=lambda units, span, push: branching_ratio(units / span, push),
        tolerance=0.002,
        wrong={
            "all": Wrong(
                lambda units, push, **_: units * push,
                found="how far all of them push the price together",
                ask="How many of them stand on one USDT of price?",
            ),
            "inverse": Wrong(
                lambda units, span, push: span / (units * push),
                did="turned the ratio round",
                ask="Does it grow when there are more longs, or when there are fewer?",
            ),
            "density": Wrong(
                lambda units, span, **_: units / span,
                found="the number of units for each USDT of price",
                ask="By how much do these push the price when they are sold?",
            ),
            "push": Wrong(
                lambda push, **_: push,
                found="how far one unit pushes",
                ask="How many units stand on the bit of price that it moves?",
            ),
        },
        hints=(
            "You sell one unit. How many others does your push liquidate?",
            "You need the units for each USDT of price, {units} / {span}.",
            "Multiply the units that stand on one USDT by the USDT that one unit pushes.",
        ),
        solution="""
            On one USDT stand {units} / {span} units. One sold unit pushes by {push:g} USDT, so it liquidates {answer}
            others on average.
        """,
        note="A ratio below 1 means that every cascade ends.",
        section="The next, and the next",
        code="answer = g.units / g.span * g.push",
    ),
    Item(
        id="08-end",
        objective="branch",
        format="numeric",
        prompt="""
            Longs are spread evenly over a long way down, and the branching ratio is {n} %. A shock of {shock:g} %
            arrives. By how many percent has the price fallen when nothing more is sold?
        """,
        draw=drawn(
            {"shock": steps(2, 4.5, 0.1), "n": (20, 25, 30, 35, 40, 60, 65, 70, 75)},
            (
                end,
                lambda shock, **_: shock,
                lambda shock, n: shock * (1 + n / 100),
                lambda shock, n: end(shock, n) - shock,
                lambda shock, n: shock * (1 + 100 / n),
            ),
            0.1,
        ),
        oracle=end,
        unit="%",
        tolerance=0.02,
        wrong={
            "alone": Wrong(
                lambda shock, **_: shock,
                found="the shock alone",
                ask="Who is liquidated by it, and what do they sell?",
            ),
            "once": Wrong(
                lambda shock, n: shock * (1 + n / 100),
                right="if the cascade stopped after one further round",
                ask="What do those do who fall in that round?",
            ),
            "extra": Wrong(
                lambda shock, n: end(shock, n) - shock,
                found="the part that sales made",
                ask="What had the price lost before anybody sold?",
            ),
            "over": Wrong(
                lambda shock, n: shock * (1 + 100 / n),
                did="divided by the ratio",
                ask="Would the cascade be longer if each one liquidated fewer others?",
            ),
        },
        hints=(
            "You write down three rounds. Each is {n} % of the one before.",
            "You have a sum of shock, shock x n, shock x n x n, and it goes on for ever.",
            "Such a sum is its first number divided by 1 - n.",
        ),
        solution="""
            The rounds shrink to {n} % each time, and together they are {shock:g} / (1 - {n} / 100), or {answer} %.
        """,
        note="From 0.5 to 0.6 a cascade grows by a quarter, and from 0.9 to 0.95 it doubles.",
        section="The next, and the next",
        code="answer = g.shock / (1 - g.n / 100)",
    ),
    Item(
        id="08-rounds",
        objective="branch",
        format="numeric",
        prompt="""
            A simulation stops a cascade after {k} further rounds, as one engine for backtests does by default with five
            (FLOX-Foundation/flox, pull request 307, 2026-05-23). The shock is {shock:g} % and the branching ratio {n} %
            with longs spread evenly. Which fall does the simulation report, in percent?
        """,
        draw=drawn(
            {"shock": steps(1, 4.5, 0.5), "n": (50, 60, 70, 80, 90, 95), "k": (2, 3, 4, 5, 6)},
            (
                after,
                lambda shock, n, **_: end(shock, n),
                lambda shock, n, k: after(shock, n, k - 1),
                lambda shock, n, k: shock * (1 + k * n / 100),
            ),
            0.05,
        ),
        oracle=after,
        unit="%",
        tolerance=0.01,
        wrong={
            "full": Wrong(
                lambda shock, n, **_: end(shock, n),
                right="if it went on to the end",
                ask="After which round does this simulation stop?",
            ),
            "less": Wrong(
                lambda shock, n, k: after(shock, n, k - 1),
                did="counted the shock itself as the first of the {k} rounds",
                ask="How many terms does the sum have, when {k} come after the shock?",
            ),
            "linear": Wrong(
                lambda shock, n, k: shock * (1 + k * n / 100),
                did="let every round be as large as the first",
                ask="How many fall in the second round, compared with the first?",
            ),
        },
        hints=(
            "How far does the first further round push, as a part of the shock?",
            "You add the shock and {k} more numbers, and each is {n} % of the one before.",
            "The sum is shock x (1 - n to the power of {k} + 1) / (1 - n).",
        ),
        solution="""
            You add the shock and {k} rounds, which comes to {answer} %. All of them together would make {shock:g} /
            (1 - {n} / 100).
        """,
        note="Whoever stops counting early misses most where cascades are longest.",
        code="answer = g.shock * (1 - (g.n / 100) ** (g.k + 1)) / (1 - g.n / 100)",
        extra=True,
    ),
    Item(
        id="08-made",
        objective="branch",
        format="numeric",
        prompt="""
            Bad news alone would have brought a price down by {shock:g} %. With the liquidations that followed it fell
            by {move:g} %. Which share of the whole move did sales make, in percent?
        """,
        draw=moved,
        oracle=lambda shock, move: 100 * measured_branching(shock, move),
        unit="%",
        tolerance=0.1,
        wrong={
            "over-shock": Wrong(
                lambda shock, move: 100 * (move - shock) / shock,
                did="divided by the shock",
                ask="Of which move do you want to know the share?",
            ),
            "rest": Wrong(
                lambda shock, move: 100 * shock / move,
                found="the share of the news",
                ask="What is left of 100 %?",
            ),
            "points": Wrong(
                lambda shock, move: move - shock,
                found="the percentage points that sales added",
                ask="Which part of {move:g} is that?",
            ),
        },
        hints=(
            "How much of the move was there before anybody was liquidated?",
            "You take the shock from the move and ask which part of the move is left.",
            "Divide ({move:g} - {shock:g}) by the whole move.",
        ),
        solution="""
            Sales made {move:g} - {shock:g} of {move:g} percent, which is {answer} % of the move. If longs lie evenly,
            you have measured the branching ratio.
        """,
        note="The share of a fall that sales made is the branching ratio, seen from its end.",
        code="answer = 100 * (g.move - g.shock) / g.move",
        extra=True,
    ),
)
