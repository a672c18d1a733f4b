"""The three predictions of lesson 08."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="08-hook",
    objective="cliff",
    format="predict",
    prompt="""
        A shock of 4.5 % ended at 4.5 %, and nobody was closed. Now the shock is 4.6 %. Of the 400 longs 200 are closed
        below 95.48 USDT and 200 below 90.45, and each unit that is sold pushes the price down by 0.025 USDT. Where does
        the price end?
    """,
    choices={
        "shock": "4.6 % down, since only the shock moves it",
        "even": "9.2 % down, since sales double the shock on average",
        "one": "9.6 % down, since the 20x crowd falls and the 10x crowd stands",
        "all": "14.6 % down, with nobody left",
    },
    named={"shock": "4.6 % down", "even": "9.2 % down", "one": "9.6 % down", "all": "14.6 % down"},
    figures="and all 400 are closed",
    oracle=lambda: "all",
    spoils=("14.6", "85.4"),
    wrong={
        "shock": Wrong(
            "shock",
            right="if nobody had to sell what was closed",
            ask="What do 200 units do to the price when they are sold?",
        ),
        "even": Wrong(
            "even",
            right="if the longs were spread evenly",
            ask="How many longs have their line between 95.48 and 90.45?",
        ),
        "one": Wrong(
            "one",
            half="the 20x crowd falls and pushes by 5 USDT",
            turn="the 10x crowd is reached by five cents",
            right="if the second crowd stood ten cents lower",
            ask="On which side of 90.45 is the price after the first 200 sales?",
        ),
    },
    hints=(
        "Which of the two crowds has its line above 95.40 USDT?",
        "You know how many units that crowd sells, and how far each of them pushes.",
        "Compare the price after the first crowd with the line of the second one.",
    ),
    solution="""
        The first sales push below 90.45, to 90.40, so the second crowd sells as well, down to 85.40. Everybody who
        chose 10x at 100 stands on the same step.
    """,
    note="What counts is where the next one stands.",
)

LAST = Item(
    id="08-last",
    objective="depth",
    format="predict",
    prompt="""
        A long of 30 units is closed, and its bankruptcy price is 95 USDT. It is sold into bids of 3 units at 99.5, 5 at
        99, 4 at 98, 8 at 97, 6 at 95.5 and 5 at 94 USDT. The last unit goes at 94. Who pays?
    """,
    choices={
        "thirty": "The fund pays 30 USDT, since 94 is one below 95",
        "nobody": "Nobody pays, and the trader is left with something",
        "four": "The fund pays 4 USDT, for the four units that were sold at 94",
        "later": "Nobody can say before the price has come back",
    },
    named={
        "thirty": "the fund, with 30 USDT",
        "nobody": "nobody",
        "four": "the fund, with 4 USDT",
        "later": "not known before the price is back",
    },
    figures="and 60.50 USDT are left",
    oracle=lambda: "nobody",
    spoils=("60.50", "60.5", "97.02"),
    wrong={
        "thirty": Wrong(
            "thirty",
            right="if all 30 units were sold at the last price",
            ask="What did the first units get, long before the last one?",
        ),
        "four": Wrong(
            "four",
            half="the last four units went below the bankruptcy price",
            turn="one adds what the other 26 got above it",
            did="counted the last four units alone",
            ask="How much do the first three units bring above 95 USDT each?",
        ),
        "later": Wrong(
            "later",
            right="if some of the units had found no buyer",
            ask="Which part of the position is still open after the last unit is sold?",
        ),
    },
    hints=(
        "The bankruptcy price is for the whole position. What did all of its units bring together?",
        "You can add up 3 x 4.5, 5 x 4, 4 x 3 and so on, what each bid brings above 95.",
        "Only the last four units lie below 95, by one USDT each.",
    ),
    solution="""
        On average the units went at 97.02, which is above 95. The last price pays nobody, but the next trader's tank is
        tested at 94.
    """,
    note="The average decides who pays for you, and the last price who falls next.",
)

ETH = Item(
    id="08-eth",
    objective="feed",
    format="predict",
    prompt="""
        200 owners hold a long of one unit in BTC, one in ETH and one in SOL. News about BTC alone brings its price down
        by 8 %, and whatever is closed is sold. In which mode do ETH and SOL fall as well?
    """,
    choices={
        "isolated": "In isolated mode, since every wall sells for itself",
        "cross": "In cross mode",
        "both": "In either mode, and by as much in both",
        "neither": "In neither of them, since there was no news about ETH and SOL",
    },
    named={"isolated": "isolated mode", "cross": "cross mode", "both": "either mode", "neither": "neither mode"},
    figures="by 2.65 % each",
    oracle=lambda: "cross",
    spoils=("2.65", "10.65", "10.67", "15.95"),
    wrong={
        "isolated": Wrong(
            "isolated",
            did="took a wall for something that sells everything behind it",
            ask="Which of the three longs does a closed BTC wall sell?",
        ),
        "both": Wrong(
            "both",
            right="if news came about all three at once",
            ask="Whose ETH is sold when only a BTC wall is closed?",
        ),
        "neither": Wrong(
            "neither",
            right="in isolated mode",
            ask="What does a venue sell when it closes a pool with three longs in it?",
        ),
    },
    hints=(
        "Who is closed first in each mode, and what is in that pool?",
        "A pool of three longs is sold as a whole. You know which markets that pushes.",
        "Behind a wall of its own a BTC long is sold alone.",
    ),
    solution="""
        A closed pool sells all three of its longs, so ETH and SOL are pushed too. In exchange BTC ends at 10.65 % and
        not at 15.95 %.
    """,
    note="Shared pools carry a fire into other houses.",
)
