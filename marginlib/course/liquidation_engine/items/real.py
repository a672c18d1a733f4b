"""Exercises with what was recorded on 10 October 2025: an hour of BTC, and a table of who was deleveraged."""

from marginlib.learn.items import Item, Wrong

OPENED, LOW, CLOSED = 114_200.4, 101_516.5, 113_253.6  # BTC in the hour from 21:00 UTC, Binance perpetual
COUNTS = (9_749, 7_784, 10_726, 3_648, 1_157, 1_919)  # events with a profit over 100, 50, 20, 10, 0 %, and below
HEADLINE = 99.4

REAL = (
    Item(
        id="07-gift",
        objective="rank",
        format="numeric",
        prompt="""
            In the hour from 21:00 UTC on 10 October 2025 the perpetual of BTC on Binance opened at 114,200.4 USDT, fell
            to 101,516.5 and closed at 113,253.6. Say that a short of {units} BTC was deleveraged in it at {bankrupt:,}.
            How much better off is its owner at the close of the hour than without that?
        """,
        draw=lambda draw: {"units": draw.integer(1, 8), "bankrupt": draw.integer(102_000, 105_500, 500)},
        oracle=lambda units, bankrupt: units * (CLOSED - bankrupt),
        unit="USDT",
        tolerance=1,
        wrong={
            "low": Wrong(
                lambda units, bankrupt: units * (LOW - bankrupt),
                right="if the low had been the end of the hour",
                ask="At which price can the owner of a short that is still open close it now?",
            ),
            "open": Wrong(
                lambda units, bankrupt: units * (OPENED - bankrupt),
                did="compared with the price at which the hour opened",
                ask="Which price is there at the close?",
            ),
        },
        hints=(
            "Follow two shorts, one that was closed at {bankrupt:,} and one that was not.",
            "What would the second owner have to pay for each BTC at the end of the hour?",
            "Multiply the difference of the two prices by {units}.",
        ),
        solution="""
            You were closed at {bankrupt:,} USDT, and at the end of the hour each BTC would have cost 113,253.6. On
            {units} BTC that is {answer} USDT, so what was taken from you was a loss to come.
        """,
        note="Whether being closed was a loss is decided by the price after it.",
        code="answer = g.units * (113_253.6 - g.bankrupt)",
        extra=True,
    ),
    Item(
        id="07-table",
        objective="rank",
        format="numeric",
        prompt="""
            A report on Hyperliquid of 13 November 2025 (github.com/ConejoCapital/HyperMultiAssetedADL) lists the 34,983
            deleveragings of 10 October 2025 by profit, and says that 99.4 % were in profit. In its table 9,749 had more
            than 100 %, 7,784 had 50 to 100, 10,726 had 20 to 50, 3,648 had 10 to 20, 1,157 had 0 to 10. The other 1,919
            were losing. What percentage was in profit by the table?
        """,
        oracle=lambda: 100 * sum(COUNTS[:-1]) / sum(COUNTS),
        unit="%",
        tolerance=0.1,
        wrong={
            "headline": Wrong(
                HEADLINE,
                found="what the report says itself",
                ask="Does its own table agree with that?",
            ),
            "losers": Wrong(
                100 * COUNTS[-1] / sum(COUNTS),
                found="the share of those who were losing",
                ask="How many were not?",
            ),
            "above-ten": Wrong(
                100 * sum(COUNTS[:4]) / sum(COUNTS),
                did="left out those with a profit below 10 %",
                ask="Is a profit of 5 % a profit?",
            ),
        },
        hints=(
            "How many of the 34,983 were losing?",
            "All others had a profit, a small one or a large one.",
            "Take 1,919 from 34,983 and divide by 34,983.",
        ),
        solution="""
            Of 34,983 you take the 1,919 that were losing, and 33,064 are left. That is {answer} % and not the 99.4 that
            the report has in its headline.
        """,
        note="A table that is printed below a headline can be added up.",
        code="answer = 100 * (34_983 - 1_919) / 34_983",
        extra=True,
    ),
)
