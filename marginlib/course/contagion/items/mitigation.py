"""Items on strategies against contagion: what each buys, what it costs, and which door it shuts."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def gated(draw: Draw) -> dict[str, Any]:
    """Three claims on one fund that has not enough."""
    return {
        "ben": draw.integer(200, 300, 10),
        "cleo": draw.integer(150, 250, 10),
        "dan": draw.integer(40, 90, 5),
        "money": draw.integer(335, 385, 10),
    }


def cut(ben: float, cleo: float, dan: float, money: float) -> float:
    """What Dan misses where all claims are cut alike.

    >>> cut(250, 250, 50, 330)
    20.0
    """
    return dan * (1 - min(1, money / (ben + cleo + dan)))


def capped(draw: Draw) -> dict[str, Any]:
    """A fund, a leverage and a fall that goes beyond the margin."""
    return {
        "fund": draw.integer(100, 400, 20),
        "leverage": draw.choice((8, 10, 12)),
        "fall": draw.choice((30, 35, 40)),
    }


def dydx(interest: float) -> float:
    """Initial margin in percent, for a band from 500 to 1,000 thousand and a rate of 5 %.

    >>> round(dydx(750), 6)
    52.5
    """
    return 100 * float(formulas.open_interest_rate(0.05, interest, 500, 1_000))


MITIGATION = (
    Item(
        id="10-door",
        objective="mitigation",
        format="choice",
        prompt="""
            A venue stops all withdrawals as soon as somebody leaves a debt unpaid, and opens again once every claim has
            been cut by the same share. Which door does that gate shut?
        """,
        choices={
            "fund": "The fund, which stands in both rooms",
            "account": "The account that trades in both markets",
            "price": "The price, when many have to sell at once",
            "time": "The time in which some leave before others",
        },
        named={"fund": "the fund", "account": "the account", "price": "the price", "time": "the time"},
        oracle=lambda: "time",
        wrong={
            "fund": Wrong(
                "fund",
                right="if each market got a fund of its own",
                ask="Does the gate change what the fund owes to whom?",
            ),
            "account": Wrong(
                "account",
                right="if everybody had to be isolated",
                ask="What can Cleo still pay with while the gate is shut?",
            ),
            "price": Wrong(
                "price",
                right="if the venue stopped trading as well",
                ask="Does a withdrawal sell anything?",
            ),
        },
        hints=(
            "What could Ben do with his screen full of profit, if he were faster than Dan?",
            "The gate changes nothing about how much is missing. What does it change about who misses it?",
            "Whoever is first would be paid in full.",
        ),
        solution="""
            Without the gate you could take 250 USDT out as Ben, and Cleo 80, and nothing would be left for Dan. With
            the gate shut nobody is first, and all bear the same share.
        """,
        note="A gate saves no money, but it stops the race for it.",
        section="What each strategy costs",
    ),
    Item(
        id="10-gate",
        objective="mitigation",
        format="numeric",
        prompt="""
            The fund has {money} USDT in all. Ben has a claim of {ben} on it, Cleo of {cleo} and Dan of {dan}, and they
            arrive in this order. The gate is shut. How much of his claim does Dan miss?
        """,
        draw=gated,
        oracle=cut,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "run": Wrong(
                lambda ben, cleo, dan, money: dan - max(0, min(dan, money - ben - cleo)),
                right="if they were paid as they come",
                ask="What does a gate change about who is first?",
            ),
            "none": Wrong(lambda **_: 0, did="let the fund pay everybody", ask="What do the three claims add up to?"),
            "gets": Wrong(
                lambda dan, **given: dan - cut(dan=dan, **given),
                found="what Dan gets",
                ask="How much of his {dan} is missing then?",
            ),
        },
        hints=(
            "One share holds for all three claims.",
            "Divide {money} by the sum of the claims.",
            "What is missing of 1 is missing of Dan's {dan} USDT.",
        ),
        solution="""
            The fund pays {money} of {ben} + {cleo} + {dan} USDT. You take what is missing of that share from Dan's
            {dan}, which is {answer} USDT.
        """,
        note="Behind a gate the order in which people arrive has no meaning.",
        code="answer = g.dan * (1 - g.money / (g.ben + g.cleo + g.dan))",
        extra=True,
    ),
    Item(
        id="10-cap",
        objective="mitigation",
        format="numeric",
        prompt="""
            A venue wants its fund of {fund} USDT to bear a fall of {fall} % in one jump. All longs have a leverage of
            {leverage}x. Which value of longs, in USDT, may it allow at most?
        """,
        draw=capped,
        oracle=lambda fund, leverage, fall: fund / (fall / 100 - 1 / leverage),
        unit="USDT",
        tolerance=1,
        wrong={
            "no-margin": Wrong(
                lambda fund, fall, **_: fund / (fall / 100),
                did="let the fund pay the whole fall",
                ask="What do the longs lose before the fund has to pay?",
            ),
            "times": Wrong(
                lambda fund, leverage, **_: fund * leverage,
                did="multiplied the fund by the leverage",
                ask="Where does the fall of {fall} % enter?",
            ),
            "margin": Wrong(
                lambda fund, leverage, fall: fund / (fall / 100 - 1 / leverage) / leverage,
                found="the margin of all longs",
                ask="How much are longs worth with such a margin behind them?",
            ),
            "plus": Wrong(
                lambda fund, leverage, fall: fund / (fall / 100 + 1 / leverage),
                did="added the margin to the fall",
                ask="Does the margin make the hole larger or smaller?",
            ),
        },
        hints=(
            "What is missing for each USDT of longs, once their margin is gone?",
            "At {leverage}x the margin is one part in {leverage} of the value.",
            "Take it from {fall} %, and ask how often that goes into {fund} USDT.",
        ),
        solution="""
            For each USDT of longs you miss {fall} % less 1 / {leverage}. The fund of {fund} USDT bears that for longs
            of {answer} USDT.
        """,
        note="A cap on size keeps a hole smaller than the fund.",
        code="answer = g.fund / (g.fall / 100 - 1 / g.leverage)",
        extra=True,
    ),
    Item(
        id="10-interest",
        objective="mitigation",
        format="numeric",
        prompt="""
            dYdX asks for more margin where a market is crowded. Its initial margin rises in a straight line from 5 %
            at an open interest of 500 thousand USDT to 100 % at 1,000 thousand. How much is it, in percent, at
            {interest} thousand?
        """,
        draw=lambda draw: {"interest": draw.integer(550, 900, 25)},
        oracle=dydx,
        unit="%",
        tolerance=0.1,
        wrong={
            "flat": Wrong(
                lambda **_: 5, right="below 500 thousand", ask="How far into the band are {interest} thousand?"
            ),
            "of-cap": Wrong(
                lambda interest: interest / 10,
                did="took the share of the upper end",
                ask="Where does the line begin, at zero or at 500 thousand?",
            ),
            "beyond": Wrong(
                lambda interest: 5 + (interest - 500) / 5,
                did="added the share of the band to 5 %",
                ask="By how much does the line rise over the whole band, by 100 or by 95 points?",
            ),
            "ratio": Wrong(
                lambda interest: 5 * interest / 500,
                did="let the margin rise with the open interest",
                ask="What does that give at 1,000 thousand?",
            ),
        },
        hints=(
            "How far into the band from 500 to 1,000 thousand are you?",
            "The margin rises by 95 points over the band.",
            "Add your part of the 95 points to 5 %.",
        ),
        solution="""
            You are {interest} - 500 thousand into a band of 500, and the margin rises by 95 points over it. Together
            with the 5 % you have {answer} %.
        """,
        note="A margin that grows with the crowd keeps the crowd small.",
        code="answer = 5 + (g.interest - 500) / 500 * 95",
        extra=True,
    ),
)
