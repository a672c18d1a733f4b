"""Items on which crash leaves more money in which mode."""

from marginlib.learn.items import Item, Wrong

COMPARE = (
    Item(
        id="00-hook",
        objective="compare",
        format="predict",
        prompt="""
            It is hour 20, and Ada has 327 USDT left while Bo has 247. By hour 48 BTC has climbed back to 92.8 USDT and
            ETH to 97.8. Who has more money then?
        """,
        draw=lambda _: {},
        choices=("Ada, who has walls", "Bo, who has one pool", "Both have the same"),
        named={"A": "Ada", "B": "Bo", "C": "both"},
        figures="with 339 USDT against 311",
        oracle=lambda: "B",
        spoils=("339", "311", "338.8", "310.8"),
        wrong={
            "walls": Wrong(
                "A",
                right="if BTC had stayed where it was at hour 20",
                ask="Who still owns ten BTC when the price turns?",
            ),
            "same": Wrong(
                "C", did="compared the trades and not what is still open", ask="Is Ada's long still there at hour 20?"
            ),
        },
        hints=(
            "Which long is still open when the price turns?",
            "Ada's long has 100 USDT behind it, and Bo's has the whole deposit.",
            "When the price comes back, whose position is still there to earn from it?",
        ),
        solution="""
            Her wall stopped the loss at 100 USDT. But when BTC climbed back, her long was gone, while Bo's was still
            there and had lost only 72.
        """,
        note="Before you compare two accounts, see who still holds a position when the price turns.",
    ),
    Item(
        id="00-explain",
        objective="compare",
        format="choice",
        prompt="""
            In a crash that is less deep than the tie Bo ends with more, and in a deeper one Ada does. Why does the
            depth decide?
        """,
        choices=(
            "Her loss ends at 100 USDT, while his grows with the crash.",
            "His pool is larger, so its level sinks more slowly than hers.",
            "The fund pays what Ada has lost, and it pays nothing to Bo.",
        ),
        oracle=lambda: "A",
        wrong={
            "larger-tank": Wrong(
                "B",
                did="compared the levels and not the money",
                ask="How many USDT does each long lose when BTC falls by one?",
            ),
            "fund-gift": Wrong(
                "C", did="took the fund for Ada's friend", ask="Does the money of the fund appear in one of her tanks?"
            ),
        },
        hints=(
            "Look at Ada's long and at Bo's while BTC falls, and count in USDT.",
            "Which of the two losses can no longer grow once a pool is closed?",
            "Then ask what the way back gives to somebody whose long is still open.",
        ),
        solution="""
            Once Ada's long is closed its loss stays at 100 USDT, whatever comes. Bo's long goes on losing while BTC
            falls, and wins back a share of that when it rises.
        """,
        note="So the tie lies where Bo's long ends with a loss of exactly 100 USDT.",
    ),
    Item(
        id="00-stay",
        objective="compare",
        format="choice",
        prompt="""
            BTC falls from 100 to 70 USDT and stays there. Ada's long is closed and has lost its 100 USDT, while Bo's
            pool of 400 USDT is still open. Who has more money now?
        """,
        choices=("Ada has more", "Bo has more", "They have the same"),
        oracle=lambda: "A",
        wrong={
            "open-is-better": Wrong(
                "B", right="if the price came back", ask="How much has Bo's long lost while it stays at 70?"
            ),
            "same": Wrong("C", did="compared the trades alone", ask="Where did the loss of each long end?"),
        },
        hints=(
            "How much has each of them lost with the long?",
            "Ada's long can lose what she put behind it, and no more.",
            "Bo's long loses 10 USDT with every USDT that BTC falls.",
        ),
        solution="You find that Ada's long lost 100 USDT and Bo's long 300, while their shorts earned the same.",
        note="Walls pay off in a crash that goes deep and stays there.",
    ),
    Item(
        id="00-front",
        objective="compare",
        format="choice",
        prompt="""
            BTC falls by 47 % and is all the way back at hour 48, where it began. Both traders hold ten BTC at 10x.
            What does Bo have then?
        """,
        choices=(
            "400 USDT again, since the price is where it was",
            "300 USDT, since a long can lose what was put behind it",
            "Nothing, since he was closed on the way",
        ),
        oracle=lambda: "C",
        wrong={
            "price-only": Wrong(
                "A", right="if his pool had lived through the fall", ask="What does 47 % cost ten BTC on the way down?"
            ),
            "isolated-loss": Wrong(
                "B",
                right="if there were a wall around his long",
                ask="What keeps the long away from the rest of his money?",
            ),
        },
        hints=(
            "Follow his pool to the foot of the crash first.",
            "Ten BTC lose 10 USDT with every USDT that the price falls.",
            "Compare the loss at the foot with what his pool had at the start.",
        ),
        solution="""
            At the foot his ten BTC have lost more than 400 USDT, and his short has earned about 70. The
            venue closed his pool before that, so the way back found nobody at home.
        """,
        note="A price that comes back helps only those who are still in the trade.",
    ),
    Item(
        id="00-why",
        objective="compare",
        format="explain",
        prompt="""
            In your own words, when does a trader with walls end with more money, and when does one with a single pool?
        """,
        points=(
            "It says that walls keep more when the price falls far and stays down.",
            "It says that one pool keeps more when the price comes back.",
            "It does not call one of the two better in every crash.",
        ),
        wrong={
            "always": Wrong(
                r"(?<!\bnor )\b(isolated|cross|walls?|(one|single) pool)( modes?| margin)?( is| are)? always\b",
                right="in one of the crashes that you have seen",
                ask="Can you find another crash in which it goes the other way?",
            ),
        },
        hints=(
            "Compare a crash that stays down with one that comes back.",
            "What does a wall stop besides the loss?",
            "Say something about how deep the price falls, and something about the way back.",
        ),
        solution="""
            Walls keep more when the price falls far and stays low, because the loss ends at the wall. One pool keeps
            more when the price comes back, because its long is still open.
        """,
        note="The path of the price decides, and not the mode alone.",
    ),
)
