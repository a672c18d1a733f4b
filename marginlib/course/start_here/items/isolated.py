"""Items on what is left when every position is a pool of its own."""

from marginlib.course.start_here.account import drawn, legs
from marginlib.learn.items import Item, Wrong

ISOLATED = (
    Item(
        id="00-isolated",
        objective="isolated",
        format="numeric",
        prompt="""
            You trade with walls, as Ada does. 100 USDT stand behind a long of 10 BTC and 100 behind a short of 5 ETH,
            both opened at 100 USDT, and {free} USDT stay free. Your long was closed in the fall, and its pool is
            empty. Now BTC is back at {price} USDT and ETH is at {ether}. How much do you have in the whole account?
        """,
        draw=drawn,
        oracle=lambda free, price, ether: free + 100 + legs(price, ether)[1],
        unit="USDT",
        tolerance=0.5,
        wrong={
            "still-open": Wrong(
                lambda free, price, ether: free + 200 + sum(legs(price, ether)),
                right="if your long were still open",
                ask="What happened to it before BTC came back to {price} USDT?",
            ),
            "refunded": Wrong(
                lambda free, price, ether: free + 200 + legs(price, ether)[1],
                did="gave the long its 100 USDT back",
                ask="What is left in a pool that was closed empty?",
            ),
            "eth-long": Wrong(
                lambda free, price, ether: free + 100 - legs(price, ether)[1],
                did="counted the short as a long",
                ask="Which way does a short earn?",
            ),
            "untouched": Wrong(
                lambda free, **_: free + 100,
                did="took the short's pool as it was at the start",
                ask="What has ETH done to it since then?",
            ),
            "all-as-put-in": Wrong(
                lambda free, **_: free + 200,
                found="what you put in at the start",
                ask="Which of the three pools have changed since?",
            ),
            "short-alone": Wrong(
                lambda price, ether, **_: 100 + legs(price, ether)[1],
                found="what is in the pool of the short",
                ask="Which money was never at risk?",
            ),
            "loss-alone": Wrong(
                lambda price, ether, **_: legs(price, ether)[1],
                found="what the short has earned or lost",
                ask="How much was in its pool before that?",
            ),
            "free-alone": Wrong(
                lambda free, **_: free,
                found="the free money alone",
                ask="Is there another pool that is still open?",
            ),
        },
        hints=(
            "Go from pool to pool. In which of the three do you still have money?",
            "The closed pool holds nothing, and your free money has not moved.",
            "In the pool of the short you have 100 USDT and what the short has earned, which is a minus if it lost.",
        ),
        solution="""
            You have nothing left from the long, 100 - 5 x ({ether} - 100) in the pool of the short, and {free} free.
            Together that is {answer} USDT.
        """,
        note="You went from pool to pool and left the closed one out.",
        section="What happened",
        code="answer = g.free + 100 - 5 * (g.ether - 100)",
    ),
    Item(
        id="00-order",
        objective="isolated",
        format="order",
        prompt="A long behind walls is liquidated. In which order does it happen?",
        steps=(
            "the BTC price falls",
            "the equity of the pool falls",
            "equity is no longer above maintenance",
            "the venue closes the position",
            "what the pool still holds goes to the insurance fund",
        ),
        wrong={
            "closed-first": Wrong(
                (0, 1, 3, 2, 4), did="let the venue close before it looked", ask="What does it compare before it acts?"
            ),
            "fund-first": Wrong(
                (0, 1, 2, 4, 3),
                did="paid the fund before the position was closed",
                ask="When is it known what is left?",
            ),
        },
        hints=(
            "What moves first, the price or the money?",
            "The venue compares two amounts. When does it act?",
            "The fund comes last, because it takes what the closing leaves.",
        ),
        solution="You begin with the price, then come equity, the test, the closing and at last the fund.",
        note="Every liquidation in this course goes through these steps.",
        section="What happened",
    ),
)
