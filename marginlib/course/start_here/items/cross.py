"""Items on what is left when one pool holds everything."""

from marginlib.course.start_here.account import drawn, legs
from marginlib.learn.items import Item, Wrong

CROSS = (
    Item(
        id="00-cross",
        objective="cross",
        format="numeric",
        prompt="""
            A cross account: 100 USDT put in with a long of 10 BTC from 100, 100 USDT with a short of 5 ETH from
            100, {free} USDT besides. Nothing was closed. BTC stands at {price} USDT, ETH at {ether} USDT. How
            much is left in the whole account?
        """,
        draw=drawn,
        oracle=lambda free, price, ether: free + 200 + sum(legs(price, ether)),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "one-leg": Wrong(
                lambda free, price, ether: free + 200 + legs(price, ether)[0] + 0 * ether,
                "leaving the short out: the pool adds both positions",
            ),
            "eth-long": Wrong(
                lambda free, price, ether: free + 200 + legs(price, ether)[0] - legs(price, ether)[1],
                "treating the short as a long: its profit has the other sign",
            ),
            "free-only": Wrong(
                lambda free, price, ether: free + sum(legs(price, ether)),
                "starting from the free money: the pool holds the whole deposit",
            ),
        },
        hints=(
            "One pool: what went in at the start?",
            "Add the profit or loss of the long, then that of the short.",
            "The long changes by 10 x the move of BTC, the short by -5 x the move of ETH.",
        ),
        solution="200 + {free} + 10 x ({price} - 100) - 5 x ({ether} - 100) = {answer} USDT.",
        note="it is one sum over everything in the pool.",
        code="answer = 200 + g.free + 10 * (g.price - 100) - 5 * (g.ether - 100)",
    ),
)
