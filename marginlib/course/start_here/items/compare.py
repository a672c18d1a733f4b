"""Items on which crash leaves more money in which mode."""

from marginlib.learn.items import Item, Wrong

COMPARE = (
    Item(
        id="00-hook",
        objective="compare",
        format="predict",
        prompt="""
            BTC falls from 100 to 82 USDT and stands at 92.8 at hour 48. Isolated or cross: which trader has more
            money then?
        """,
        draw=lambda _: {},
        choices=("The isolated trader.", "The cross trader.", "Both have the same."),
        oracle=lambda: "B",
        wrong={
            "walls": Wrong("A", "thinking that walls always save money: they also end a position that recovers"),
            "same": Wrong("C", "looking at the trades alone: one of the longs is closed on the way down"),
        },
        hints=(
            "Which long is still open when the price turns?",
            "The isolated long has 100 USDT behind it, the other one the whole deposit.",
            "A closed position gains nothing from a recovery.",
        ),
        solution="""
            the isolated long is closed in the fall and keeps its loss of 100 USDT. The cross long stays open, and
            at 92.8 it has lost 72 USDT. Cross ends with 339 USDT, isolated with 311.
        """,
        note="a wall stops a loss, and it also stops the way back.",
    ),
    Item(
        id="00-stay",
        objective="compare",
        format="choice",
        prompt="""
            BTC falls from 100 to 70 USDT and stays there. The isolated long lost its 100 USDT; the cross pool of
            400 USDT is still open. Who has more?
        """,
        choices=("The isolated trader.", "The cross trader.", "Both have the same."),
        oracle=lambda: "A",
        wrong={
            "open-is-better": Wrong("B", "taking open for better: the open long has lost 300 USDT by now"),
            "same": Wrong("C", "comparing the trades: their losses are 100 and 300 USDT"),
        },
        hints=(
            "How much has each long lost?",
            "The isolated long can lose what was posted behind it.",
            "The cross long loses 10 USDT for every USDT of the fall.",
        ),
        solution="the isolated long lost 100 USDT, the cross long 300 USDT. The short is the same for both.",
        note="depth without a way back is where walls pay.",
    ),
    Item(
        id="00-why",
        objective="compare",
        format="explain",
        prompt="In your own words: when does isolated mode end with more money, and when does cross mode?",
        points=(
            "It says that walls keep more when the price falls far and stays down.",
            "It says that one pool keeps more when the price comes back.",
            "It does not call one of the two better in every crash.",
        ),
        wrong={
            "always": Wrong(
                r"(?<!\bnor )\b(isolated|cross)( mode)? is always\b",
                "a rule without a crash: which one keeps more depends on the path",
            ),
        },
        hints=(
            "Compare a crash that stays down with one that comes back.",
            "What does a wall stop, besides a loss?",
            "Say something about the depth and something about the recovery.",
        ),
        solution="""
            Isolated keeps more when the price falls far and stays low, since the loss ends at the wall. Cross
            keeps more when the price comes back, since its long is still open.
        """,
        note="the path decides, not the mode alone.",
    ),
)
