"""Items on a real hour and on a headline."""

from marginlib.learn.items import Item, Wrong

OPEN, LOW = 114_200.40, 101_516.50  # BTCUSDT perpetual, Binance, hour of 2025-10-10 21:00 UTC
HOUR = 100 * (1 - LOW / OPEN)  # percent


FACTS = (
    Item(
        id="08-oct",
        objective="branch",
        format="numeric",
        prompt="""
            In the hour of 10 October 2025, 21:00 (UTC) BTC opened at 114,200.40 USDT on a large perpetual market, and
            its low was 101,516.50. Nobody outside knows the branching ratio. Suppose that it was {n} %, with longs
            spread evenly. By how many percent would the price have fallen without any liquidation?
        """,
        draw=lambda draw: {"n": draw.integer(10, 40, 5)},
        oracle=lambda n: HOUR * (1 - n / 100),
        unit="%",
        tolerance=0.02,
        wrong={
            "sales": Wrong(
                lambda n: HOUR * n / 100, found="the part that sales would have made", ask="What is left of the fall?"
            ),
            "again": Wrong(
                lambda n: HOUR / (1 - n / 100),
                did="let sales push the whole fall on once more",
                ask="Is the fall of the hour from before the sales, or from after them?",
            ),
            "once": Wrong(
                lambda n: HOUR / (1 + n / 100),
                right="if there had been one further round",
                ask="How many rounds does a cascade have?",
            ),
            "whole": Wrong(
                lambda n: HOUR,  # noqa: ARG005 - whatever the ratio
                found="the fall of the hour as it was",
                ask="Which part of it did liquidations make?",
            ),
        },
        hints=(
            "How far did the price fall from the open to the low? You need it in percent.",
            "You know where a shock ends, at shock / (1 - n). Here you know the end.",
            "Multiply the fall of the hour by 1 - n.",
        ),
        solution="""
            The hour fell by 1 - 101,516.50 / 114,200.40. You turn shock / (1 - n) round, so the shock is that times
            1 - {n} / 100, which is {answer} %.
        """,
        note="The ratio is a guess, so this number is one as well. The low of the hour is a fact.",
        code="answer = 100 * (1 - 101_516.50 / 114_200.40) * (1 - g.n / 100)",
        extra=True,
    ),
    Item(
        id="08-notional",
        objective="branch",
        format="numeric",
        prompt="""
            A headline says that positions worth {billion} billion USDT were liquidated in a day. All of them had
            {leverage}x when they were opened. How many million USDT can their owners have lost at most, if every pool
            was isolated?
        """,
        draw=lambda draw: {"billion": draw.integer(4, 19), "leverage": draw.integer(5, 24)},
        oracle=lambda billion, leverage: 1000 * billion / leverage,
        unit="million USDT",
        tolerance=1,
        wrong={
            "all": Wrong(
                lambda billion, **_: 1000 * billion,
                found="the value of the positions",
                ask="How much of it belonged to their owners?",
            ),
            "borrowed": Wrong(
                lambda billion, leverage: 1000 * billion * (1 - 1 / leverage),
                found="the part that nobody had posted",
                ask="Which part can a trader lose behind a wall?",
            ),
            "maintenance": Wrong(
                lambda billion, **_: 5 * billion,
                right="if a loss were the maintenance margin of 0.5 %",
                ask="What was behind a position when it was opened?",
            ),
        },
        hints=(
            "What does a trader post for a position worth 100 USDT at 10x?",
            "You lose what is behind the wall, and no more.",
            "Divide the value of the positions by the leverage.",
        ),
        solution="""
            Behind positions worth {billion} billion stood one part in {leverage}, and their owners cannot lose more
            than that. It is {answer} million USDT.
        """,
        note="Headlines count positions, and people lose margin.",
        code="answer = 1000 * g.billion / g.leverage",
        extra=True,
    ),
)
