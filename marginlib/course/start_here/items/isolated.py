"""Items on what is left when every position is a pool of its own."""

from marginlib.course.start_here.account import drawn, legs
from marginlib.learn.items import Item, Wrong

ISOLATED = (
    Item(
        id="00-isolated",
        objective="isolated",
        format="numeric",
        prompt="""
            An isolated account: 100 USDT behind a long of 10 BTC from 100, 100 USDT behind a short of 5 ETH from
            100, {free} USDT free. The long was closed and its pool is empty. BTC is back at {price} USDT, ETH
            stands at {ether} USDT. How much is left in the whole account?
        """,
        draw=drawn,
        oracle=lambda free, price, ether: free + 100 + legs(price, ether)[1],
        unit="USDT",
        tolerance=0.5,
        wrong={
            "still-open": Wrong(
                lambda free, price, ether: free + 200 + sum(legs(price, ether)),
                "counting the long as if it were open: it was closed, and the recovery passes it by",
            ),
            "refunded": Wrong(
                lambda free, price, ether: free + 200 + legs(price, ether)[1],
                "giving the long its margin back: that pool is empty",
            ),
            "eth-long": Wrong(
                lambda free, price, ether: free + 100 - legs(price, ether)[1],
                "the sign of a long: a short gains when the price falls",
            ),
            "untouched": Wrong(
                lambda free, **_: free + 100,
                "taking the money behind the short as it was put in: ETH has moved since then",
            ),
        },
        hints=(
            "Go from pool to pool: which of the three still hold money?",
            "The closed pool holds nothing. The free money has not moved.",
            "The ETH pool holds its 100 USDT and the profit or loss of the short.",
        ),
        solution="nothing from the long, 100 - 5 x ({ether} - 100) from the short, {free} free: {answer} USDT.",
        note="you added pools and left the closed one out.",
        code="answer = g.free + 100 - 5 * (g.ether - 100)",
    ),
    Item(
        id="00-order",
        objective="isolated",
        format="order",
        prompt="An isolated long is liquidated. Put the steps in order.",
        steps=(
            "the BTC price falls",
            "the equity of the pool falls",
            "equity is no longer above maintenance",
            "the venue closes the position",
            "what the pool still holds goes to the insurance fund",
        ),
        wrong={
            "closed-first": Wrong(
                (0, 1, 3, 2, 4), "closing before the test: the venue acts because equity met maintenance"
            ),
            "fund-first": Wrong(
                (0, 1, 2, 4, 3), "paying the fund first: nobody knows what is left before the position is closed"
            ),
        },
        hints=(
            "What moves first: the price or the money?",
            "The venue compares two amounts. When does it act?",
            "The fund comes last: it takes what the closing leaves.",
        ),
        solution="price, equity, the test, the closing, the fund.",
        note="every liquidation in this course has these steps.",
    ),
)
