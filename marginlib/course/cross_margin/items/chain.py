"""How a trade in one market reaches the liquidation price of the other: in order, and in own words."""

from marginlib.learn.items import Item, Wrong

CHAIN = (
    Item(
        id="03-order",
        objective="conditional",
        format="order",
        prompt="""
            Your pool is long BTC and short ETH. BTC stands still, and yet its liquidation price moves. In which order
            does it happen?
        """,
        steps=(
            "the ETH price rises",
            "the short loses, and needs more",
            "the pool has less to spare above what it needs",
            "BTC may fall less far before the pool is closed",
            "the screen shows a higher liquidation price for BTC",
        ),
        wrong={
            "screen-first": Wrong(
                (0, 1, 4, 2, 3), did="let the screen lead", ask="What does the venue have to know before it shows that?"
            ),
            "btc-first": Wrong(
                (0, 3, 1, 2, 4), did="went from ETH to BTC past the pool", ask="What is it that both trades share?"
            ),
        },
        hints=(
            "Which price moves, and who feels it first?",
            "You find what both trades share in the middle of the chain.",
            "What do you see at the very end, on the screen?",
        ),
        solution="""
            You begin with the ETH price. Then come the short, what the pool has to spare, the room for BTC, and the
            number on the screen last.
        """,
        note="Everything in a cross account passes through the one pool.",
        section="One pool, one condition",
    ),
    Item(
        id="03-why",
        objective="conditional",
        format="explain",
        prompt="In your own words, why did your BTC liquidation price move when you traded ETH?",
        points=(
            "It says that the new trade needs money from the same pool at once.",
            "It says that the profit or loss of ETH changes the pool later.",
            "It says that the number holds only while ETH stands still.",
        ),
        wrong={
            "linked": Wrong(
                r"\b(are|is) correlated",
                right="if the screen knew how prices move together",
                ask="Would the number have moved if ETH went its own way?",
            ),
        },
        hints=(
            "Which two amounts of ETH enter the price of BTC?",
            "One of them is there as soon as you trade, and the other is zero at first.",
            "Which price does the screen hold still for you?",
        ),
        solution="""
            You have one pool for both trades. The new one needs money at once, so BTC may lose less. Later its profit
            or loss is added to the pool, and every move of ETH makes another number.
        """,
        note="The number is right only for the ETH price that it was computed with.",
        extra=True,
    ),
)
