"""Items on what is left when one pool holds everything."""

from marginlib.course.start_here.account import drawn, legs
from marginlib.learn.items import Item, Wrong

CROSS = (
    Item(
        id="00-cross",
        objective="cross",
        format="numeric",
        prompt="""
            You have one pool. You put in 100 USDT with a long of 10 BTC, 100 with a short of 5 ETH, both opened at 100
            USDT, and {free} USDT besides. Nothing was closed. BTC is at {price} USDT and ETH at {ether}. How much do
            you have in the whole account?
        """,
        draw=drawn,
        oracle=lambda free, price, ether: free + 200 + sum(legs(price, ether)),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "one-leg": Wrong(
                lambda free, price, ether: free + 200 + legs(price, ether)[0],
                did="left the short out of the sum",
                ask="What does ETH do to the pool?",
            ),
            "eth-long": Wrong(
                lambda free, price, ether: free + 200 + legs(price, ether)[0] - legs(price, ether)[1],
                did="counted the short as a long",
                ask="Which way does a short earn?",
            ),
            "free-only": Wrong(
                lambda free, price, ether: free + sum(legs(price, ether)),
                did="began with the free money alone",
                ask="What else did you put into this pool?",
            ),
            "without-free": Wrong(
                lambda price, ether, **_: 200 + sum(legs(price, ether)),
                did="left out the money besides the two trades",
                ask="Is there a wall between that money and the trades?",
            ),
            "gain-only": Wrong(
                lambda price, ether, **_: sum(legs(price, ether)),
                found="what the two trades have earned or lost",
                ask="How much was in the pool before that?",
            ),
        },
        hints=(
            "You have one pool. What did you put into it at the start?",
            "Add what the long has earned, then what the short has earned. A loss is a minus.",
            "The long changes by 10 x the move of BTC, and the short by -5 x the move of ETH.",
        ),
        solution="""
            You put in 200 + {free}. To that you add 10 x ({price} - 100) for the long and -5 x ({ether} - 100) for the
            short, which gives {answer} USDT.
        """,
        note="You made one sum over everything in the pool.",
        section="One wall more or less",
        code="answer = 200 + g.free + 10 * (g.price - 100) - 5 * (g.ether - 100)",
    ),
)
