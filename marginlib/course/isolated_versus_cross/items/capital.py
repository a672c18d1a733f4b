"""Items on the capital of one pool."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def alike(draw: Draw) -> dict[str, Any]:
    """Equal positions, their correlation and the capital that they need apart."""
    return {
        "count": draw.choice((3, 4, 6, 8)),
        "correlation": draw.choice((0.2, 0.3, 0.6, 0.7)),
        "capital": draw.integer(1_000, 5_000, 500),
    }


def share(count: int, correlation: float) -> float:
    """Capital of one pool as a share of capital apart."""
    return float(formulas.pooled_variance(count, correlation) ** 0.5)


CAPITAL = (
    Item(
        id="04-capital",
        objective="capital",
        format="numeric",
        prompt="""
            You have {count} equal positions, and every two of them have a correlation of {correlation}. In pools of
            their own they need {capital:,} USDT together, so that each fails only rarely. How much do you need in one
            pool that fails as rarely, by the square-root rule?
        """,
        draw=alike,
        oracle=lambda count, correlation, capital: capital * share(count, correlation),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "independent": Wrong(
                lambda count, correlation, capital: capital * count**-0.5 + 0 * correlation,
                right="if the correlation were 0",
                ask="Do positions that move together spread as much?",
            ),
            "no-root": Wrong(
                lambda count, correlation, capital: capital * share(count, correlation) ** 2,
                found="what the share of the variance would give",
                ask="Does capital go with the variance or with the deviation?",
            ),
            "count": Wrong(
                lambda count, correlation, capital: capital * ((1 + count * correlation) / count) ** 0.5,
                did="counted {count} others for each position",
                ask="Is a position one of its own others?",
            ),
            "limit": Wrong(
                lambda count, correlation, capital: capital * correlation**0.5 + 0 * count,
                right="for very many positions",
                ask="What does one of {count} still add on its own?",
            ),
            "divided": Wrong(
                lambda count, capital, **_: capital / count,
                did="divided by the number of positions",
                ask="What keeps equal positions from cancelling each other?",
            ),
            "linear": Wrong(
                lambda count, correlation, capital: capital * correlation + 0 * count,
                did="took the correlation for the share",
                ask="Which formula gives the share of the variance?",
            ),
            "same": Wrong(
                lambda count, correlation, capital: capital + 0 * (count + correlation),
                right="if all positions moved as one",
                ask="How often do losses and gains meet at a correlation of {correlation}?",
            ),
        },
        hints=(
            "What would you need at a correlation of 1? And at 0?",
            "Picture one position and its neighbours. Each neighbour counts only as far as it moves along.",
            "Share out one, plus {correlation} for each neighbour, among {count}. You need the square root of that.",
        ),
        solution="""
            One position and {count} - 1 neighbours that count {correlation} each, shared among {count}, give the share
            of the variance. You take its root, multiply by {capital} and need {answer} USDT.
        """,
        note="The rest is what the walls cost.",
        code="answer = g.capital * ((1 + (g.count - 1) * g.correlation) / g.count) ** 0.5",
    ),
    Item(
        id="04-crash",
        objective="capital",
        format="numeric",
        prompt="""
            You have put {count} equal positions into one pool, with capital for a loss of 2.33 standard deviations,
            and you reckoned with a correlation of {correlation}. In a crash all prices move as one. For how many
            standard deviations is your capital enough then?
        """,
        draw=lambda draw: {key: value for key, value in alike(draw).items() if key != "capital"},
        oracle=lambda count, correlation: 2.33 * share(count, correlation),
        unit="standard deviations",
        tolerance=0.005,
        wrong={
            "unchanged": Wrong(
                lambda count, correlation: 2.33 + 0 * (count + correlation),
                did="kept the deviation of calm days",
                ask="How wide does the pool swing once all prices move as one?",
            ),
            "inverse": Wrong(
                lambda count, correlation: 2.33 / share(count, correlation),
                did="divided the wrong way",
                ask="Does the same capital cover more of the wider swings, or fewer?",
            ),
            "no-root": Wrong(
                lambda count, correlation: 2.33 * share(count, correlation) ** 2,
                did="counted variances",
                ask="What is the root of a variance called?",
            ),
        },
        hints=(
            "Your capital stays what it is. What happens to one standard deviation of the pool?",
            "At a correlation of 1 the deviation is larger, by one over the square-root rule.",
            "You hold the share of the square-root rule, so it covers that share of the 2.33 deviations.",
        ),
        solution="""
            By the square-root rule you hold the root of (1 + ({count} - 1) x {correlation}) / {count} of what you need
            when all move as one. So your capital covers that share of 2.33, which is {answer} standard deviations.
        """,
        note="Capital efficiency is a bet on the correlation of the day on which you need it.",
        extra=True,
        code="answer = 2.33 * ((1 + (g.count - 1) * g.correlation) / g.count) ** 0.5",
    ),
    Item(
        id="04-many",
        objective="capital",
        format="numeric",
        prompt="""
            A fund has very many equal positions, thousands of them, and every two have a correlation of {correlation}.
            In pools of their own they need {capital:,} USDT together. How much does one pool need that fails as
            rarely, by the square-root rule?
        """,
        draw=lambda draw: {
            "correlation": draw.choice((0.2, 0.3, 0.4, 0.6)),
            "capital": draw.integer(20_000, 90_000, 10_000),
        },
        oracle=lambda correlation, capital: capital * correlation**0.5,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "nothing": Wrong(
                0, right="if they had nothing to do with each other", ask="What do they do when the whole market falls?"
            ),
            "no-root": Wrong(
                lambda correlation, capital: capital * correlation,
                did="multiplied by the share of the variance",
                ask="Does capital go with the variance or with its root?",
            ),
            "rest": Wrong(
                lambda correlation, capital: capital * (1 - correlation) ** 0.5,
                did="took the part that does not move together",
                ask="Which part is spread among thousands until nothing is left of it?",
            ),
            "all": Wrong(
                lambda capital, **_: capital + 0.0,
                right="if all of them moved as one",
                ask="What does a single position still do on its own?",
            ),
        },
        hints=(
            "Write down the share of the variance, and let n become very large.",
            "One over n goes to nothing, and (n - 1) over n goes to one.",
            "The share of the variance that is left is {correlation}. What is its root?",
        ),
        solution="""
            The share (1 + (n - 1) x {correlation}) / n comes to {correlation} when n is very large. You multiply
            {capital:,} USDT by its root, and {answer} USDT are needed.
        """,
        note="Many positions spread only what each of them does alone.",
        code="answer = g.capital * g.correlation ** 0.5",
        extra=True,
    ),
)
