"""The three predictions of lesson 13, and why topping up gains less where prices jump."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="13-hook",
    objective="structure",
    format="predict",
    prompt="""
        Long 10 BTC and short 5 ETH, with 100 USDT behind each and 200 in the wallet, for a week at a time. In 200 weeks
        that nobody has seen, which manager keeps everything open most often?
    """,
    choices={
        "top": "The one that tops up from the wallet when a position runs low",
        "cut": "The one that closes a part of a position when it runs low",
        "shift": "The one that carries margin from one position to the other",
        "idle": "The one that does nothing at all, with both in one pool",
    },
    named={"top": "the one that tops up", "cut": "the one that cuts", "shift": "the one that carries margin",
           "idle": "the one that does nothing, in one pool"},
    figures="with 200 weeks of 200 against 166, 163 and 163",
    oracle=lambda: "idle",
    spoils=("200 of 200", "166", "163"),
    wrong={
        "top": Wrong(
            "top",
            right="if prices never moved far between two looks",
            ask="How far can BTC fall within six hours, while the manager looks at nothing?",
        ),
        "cut": Wrong(
            "cut",
            right="if a loss of BTC had nothing to do with ETH",
            ask="What does cutting one leg of a hedge do to the other?",
        ),
        "shift": Wrong(
            "shift",
            did="let margin follow the price by hand",
            ask="Which mode does the same at every moment and without a manager?",
        ),
    },
    hints=(
        "Three of them act after they have seen a price. What did somebody decide before the first one?",
        "When BTC falls, ETH often falls too. Who may use what the short earns?",
        "You look every six hours if you follow a rule. How often does a missing wall work for you?",
    ),
    solution="""
        In one pool the gains of the short pay for the losses of the long, at every price and between two looks. Walls
        kept these two apart, and rules came late.
    """,
    note="Structure acts before the price, and rules act after it.",
)  # fmt: skip

MEMORY = Item(
    id="13-memory",
    objective="fair",
    format="predict",
    prompt="""
        Memory knows 20 weeks by heart. After the first six hours it recognises the week and posts what it will need, so
        it survives all 20. In how many of 200 other weeks does it keep everything open?
    """,
    choices={
        "all": "In nearly all of them, as in those 20",
        "rule": "In about 83 %, like the one that tops up",
        "idle": "In 62.5 %, like doing nothing behind walls",
        "fewer": "In fewer than doing nothing behind walls",
    },
    named={"all": "nearly all", "rule": "about 83 %", "idle": "62.5 %, like doing nothing", "fewer": "fewer than that"},
    figures="which is 125 of 200",
    oracle=lambda: "idle",
    spoils=("125",),
    wrong={
        "all": Wrong(
            "all",
            right="if the weeks to come were among the 20",
            ask="What does memory do in a week that it does not recognise?",
        ),
        "rule": Wrong(
            "rule",
            right="if it had learned when a position runs low",
            ask="Does memory ever look at a level?",
        ),
        "fewer": Wrong(
            "fewer",
            right="if it took a new week for an old one and acted on it",
            ask="How likely is it that two weeks begin with the same prices, to the last digit?",
        ),
    },
    hints=(
        "What do you compare a week with, if you know 20 of them by heart?",
        "You will never draw two weeks with the same prices, to the last digit.",
        "A manager that recognises nothing returns no action.",
    ),
    solution="""
        It recognised none of the 200, so it did nothing in any of them. The test on 20 weeks could not tell a manager
        that understands from one that remembers.
    """,
    note="Whoever knows the test has learned the weeks, and not the law that draws them.",
)

CLASS = Item(
    id="13-class",
    objective="judge",
    format="predict",
    prompt="""
        Thirty people hand in the same manager, which tops up, and which survives 83 % of many weeks. Each copy is
        judged on 20 weeks of its own. What share has the winner?
    """,
    choices={
        "same": "About 83 %, like all the others",
        "little": "87 %, a little more than the others",
        "lucky": "95 %, far ahead of the others",
        "perfect": "100 %, since one of thirty is perfect",
    },
    named={"same": "83 %", "little": "87 %", "lucky": "95 %", "perfect": "100 %"},
    figures="with 19 of 20 weeks, and the last has 12",
    oracle=lambda: "lucky",
    spoils=("19 of 20", "12 of 20"),
    wrong={
        "same": Wrong(
            "same",
            right="if each were judged on thousands of weeks",
            ask="How far can a count of 20 be off by luck alone?",
        ),
        "little": Wrong(
            "little",
            did="let 20 weeks scatter by less than one week",
            ask="How many points is one week of 20 worth?",
        ),
        "perfect": Wrong(
            "perfect",
            right="if the class were three times as large",
            ask="How often do 20 weeks in a row go well, when each does so with 83 %?",
        ),
    },
    hints=(
        "All thirty people have the same manager, so whatever tells them apart is luck.",
        "One week of 20 is worth five points.",
        "A share of 20 weeks is off by 8.4 points in a usual case. How far off is the luckiest of thirty people?",
    ),
    solution="""
        You see shares of 20 weeks, which are off by 8.4 points in a usual case. The luckiest lies one or two of these
        above, and nobody had a better manager.
    """,
    note="You learn who is better if all meet the same weeks, and many of them.",
)

EXPLAIN = Item(
    id="13-explain",
    objective="structure",
    format="choice",
    prompt="""
        As before, topping up raises survival by 20.5 points over doing nothing behind walls. In the world with jumps it
        raises it by 11.5. Why by so much less?
    """,
    choices={
        "inside": "A jump goes through the line between two looks, and no action fits inside",
        "wallet": "Jumps cost so much margin that the wallet is empty before the week ends",
        "fees": "Each jump makes it act once more, and fees eat up what it posts",
        "calm": "There is less to save, because the prices of that world move less",
    },
    named={"inside": "no action fits inside", "wallet": "the empty wallet", "fees": "the fees", "calm": "less to save"},
    oracle=lambda: "inside",
    wrong={
        "wallet": Wrong(
            "wallet",
            right="if it were closed with nothing left to post",
            ask="How much is in the wallet in the weeks in which it is closed?",
        ),
        "fees": Wrong(
            "fees",
            did="let it pay for moving its own money",
            ask="Is a top-up a trade?",
        ),
        "calm": Wrong(
            "calm",
            did="left the jumps out of how prices move",
            ask="Does doing nothing survive more often with jumps, or less?",
        ),
    },
    hints=(
        "Set your explorer to jumps and look at the tanks of a week in which BTC was closed.",
        "How much money do you find in the wallet there?",
        "What was the level of BTC one look earlier?",
    ),
    solution="""
        A jump of ten percent takes BTC from a good level through its line in one move. You find the wallet still full,
        because there was no look at which the level was low.
    """,
    note="A rule can only answer a price that it has seen before the line.",
    section="Another law",
)
