"""What a learner predicts about the hedge, and why the edges meet where they do."""

from marginlib.learn.items import Item, Wrong

PREDICTIONS = (
    Item(
        id="03-hook",
        objective="conditional",
        format="predict",
        prompt="""
            You are long 10 BTC with 200 USDT behind them, and the screen says that BTC is liquidated at 80.40 USDT.
            Now you have sold 10 ETH short at 100 USDT, and no price has moved. Where is the liquidation price of BTC?
        """,
        choices=("Where it was before", "Farther away than before", "Nearer than before"),
        named={"A": "where it was", "B": "farther away", "C": "nearer"},
        figures="at 81.41 after 80.40 USDT",
        oracle=lambda: "C",
        spoils=("81.41", "190", "nearer"),
        wrong={
            "apart": Wrong(
                "A",
                right="if BTC had a pool of its own",
                ask="Which money does the short use to stay open?",
            ),
            "hedged": Wrong(
                "B",
                right="if the screen knew that both prices may fall together",
                ask="What does it assume about ETH?",
            ),
        },
        hints=(
            "Does the new trade need anything from you to stay open?",
            "What it needs comes out of the same 200 USDT.",
            "How much do you then have left for BTC to lose?",
        ),
        solution="""
            The short needs 1 % of its 1,000 USDT, which are 10, and they come out of your one pool. So BTC may lose
            10 USDT less before the pool is closed.
        """,
        note="The screen counts what your hedge needs at once, but not what it would earn in a crash.",
    ),
    Item(
        id="03-fall",
        objective="half-space",
        format="predict",
        prompt="""
            Now BTC and ETH both fall to 78 USDT, which is below the liquidation price that either screen showed at
            the start. One account holds 10 BTC alone, and the other has the short of 10 ETH as well. Which is open?
        """,
        choices=(
            "The one without the hedge",
            "The one with the hedge",
            "Both of the accounts",
            "Neither of the accounts",
        ),
        named={
            "A": "the one without the hedge",
            "B": "the one with the hedge",
            "C": "both",
            "D": "neither",
        },
        figures="with all of its 200 USDT",
        oracle=lambda: "B",
        spoils=("59.08", "-23.90"),
        wrong={
            "number": Wrong(
                "A",
                right="if ETH had stayed where it was",
                ask="What has the short earned on the way down?",
            ),
            "close": Wrong(
                "C",
                did="let both survive because the two numbers were close together",
                ask="What pays for the loss of the account that has no short?",
            ),
            "below": Wrong(
                "D",
                did="compared 78 with a number that was made for ETH at 100",
                ask="What does the screen say once ETH has fallen too?",
            ),
        },
        hints=(
            "What does each account lose on BTC, and what does the short earn?",
            "You find the same 22 USDT of fall in both prices.",
            "Add the profits of both trades before you compare with what they need.",
        ),
        solution="""
            Each USDT that BTC lost, the short won, while the liquidation price ran ahead of the fall, down to 59.08.
            The account without a short had lost its 200 USDT before.
        """,
        note="A liquidation price holds only for the other price that it was computed with.",
    ),
    Item(
        id="03-explain",
        objective="half-space",
        format="choice",
        prompt="""
            The edges with and without the hedge meet at an ETH price of 99.01, whatever the size of your short. Why
            there, and not at 100?
        """,
        choices=(
            "There the short has earned what it needs",
            "ETH falls a little farther than BTC in a crash",
            "There one BTC and one ETH have the same worth",
        ),
        oracle=lambda: "A",
        wrong={
            "follows": Wrong(
                "B",
                did="looked at how the prices move, but an edge is there before they do",
                ask="What do you know about the short at an ETH price of 99.01?",
            ),
            "same-worth": Wrong(
                "C",
                did="compared the two prices with each other",
                ask="Where would the ring be if you had sold ETH at 50?",
            ),
        },
        hints=(
            "When does it make no difference to the pool whether the short is there?",
            "Work out what a short of 10 ETH has earned at 99.01, and what it needs there.",
            "You have to find the price at which both amounts are the same.",
        ),
        solution="""
            At 99.01 your short has earned 9.90 USDT and needs 9.90 USDT. Together they are nothing, so the pool is
            as it would be without the short.
        """,
        note="Below that price the hedge pays you, and above it the hedge costs you something.",
    ),
)
