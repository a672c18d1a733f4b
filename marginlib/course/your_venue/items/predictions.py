"""The predictions of lesson 14, and what its explorer asks."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="14-hook",
    objective="asked",
    format="predict",
    prompt="""
        Eight venues hold the same long for you: 10 BTC from 60,000 USD at 10x. The price is at 55,000 and goes on
        falling, to 54,600. How many of the eight have closed you then?
    """,
    choices={
        "none": "None, since 10x leaves room down to 54,000",
        "all": "All eight or none, since they hold the same position",
        "four": "Four of them",
        "coin": "Only the two that keep your margin in coin",
    },
    named={"none": "none", "all": "all or none", "four": "four", "coin": "the two with coin"},
    figures="and the others hold it",
    oracle=lambda: "four",
    spoils=("Four of eight", "four of the eight"),
    wrong={
        "one-formula": Wrong(
            "none",
            half="at 54,000 nothing is left of 60,000 USD",
            turn="a venue asks for something before it comes to that",
            right="if a venue waited until nothing is left",
            ask="What does a venue want to see when it steps in?",
        ),
        "one-position": Wrong(
            "all",
            right="if the eight had one rulebook",
            ask="Which part of the line is yours, and which is the venue's?",
        ),
        "one-cause": Wrong(
            "coin",
            half="both coin venues have closed it",
            turn="two of the others ask for more than a percent",
            right="if all dollar venues asked for the same",
            ask="What else may differ between two rulebooks?",
        ),
    },
    hints=(
        "At 54,000 nothing would be left of your dollars, and a venue comes before that.",
        "How long before depends on what it asks you for, which is between 0.45 and 1.25 %.",
        "Take 1.25 % of the value at 54,600, and compare it with what you have left there.",
    ),
    solution="""
        Two keep your margin in coin, which falls as well. Two more ask for over a percent, and the other four for less.
    """,
    note="Nobody erred, since a liquidation price belongs to the position and to the rulebook.",
)

COIN = Item(
    id="14-coin",
    objective="coin",
    format="predict",
    prompt="""
        You own one BTC, worth 60,000 USD. You post it at a venue that keeps margin in coin, and go long 60,000 USD at
        1x. The venue asks for 0.5 % of the contract. You have borrowed nothing. Where are you closed?
    """,
    choices={
        "nowhere": "Nowhere, since nothing is borrowed",
        "linear": "At about 300, where half a percent is left",
        "half": "At about 30,150",
        "near": "At about 59,700, half a percent below",
    },
    named={"nowhere": "nowhere", "linear": "at about 300", "half": "at about 30,150", "near": "at about 59,700"},
    oracle=lambda: "half",
    spoils=("30,150", "30,000"),
    wrong={
        "no-debt": Wrong(
            "nowhere",
            half="you have borrowed nothing",
            turn="the coin that you posted falls as well",
            right="for a long of 1x with dollars behind it",
            ask="How many coins' worth of money do you lose when the price falls by one percent?",
        ),
        "linear": Wrong(
            "linear", right="with 60,000 dollars behind the long", ask="What is your one coin worth after the fall?"
        ),
        "rate": Wrong(
            "near", did="took the rate for the distance", ask="How much is left of your money after a fall of 0.5 %?"
        ),
    },
    hints=(
        "How many coins do you own, and how many is the contract worth?",
        "The price falls by half. What is your coin worth, and what has the contract lost?",
        "You lose what two coins lose, and you have what one coin was worth.",
    ),
    solution="""
        You own a coin and a long of one coin more, so you lose what two coins lose. At 30,000 nothing would be left,
        and the venue comes half a percent before that.
    """,
    note="Margin in coin is one more coin of position.",
)

NETTED = Item(
    id="14-netted",
    objective="account",
    format="predict",
    prompt="""
        Your venue keeps long and short of one coin apart. You have 1,000 USDT, a long of 1 BTC and a short of 0.5 BTC,
        both from 50,000, and each asks for 0.4 % of its own value. Where are you closed?
    """,
    choices={
        "netted": "At 48,193, like a long of 0.5 BTC",
        "alone": "At 49,197, like the long alone",
        "apart": "At 48,583",
        "never": "Nowhere, since the short hedges the long",
    },
    named={"netted": "at 48,193", "alone": "at 49,197", "apart": "at 48,583", "never": "nowhere"},
    oracle=lambda: "apart",
    spoils=("291.50",),
    wrong={
        "netted": Wrong(
            "netted",
            half="you earn and lose like half a long",
            turn="both legs are asked for, and not half a leg",
            right="at a venue that nets both legs",
            ask="How much is asked for the short, on its own?",
        ),
        "alone": Wrong("alone", right="without the short", ask="What does the short earn on the way down?"),
        "hedged": Wrong(
            "never", right="for a short as large as the long", ask="How much do you lose for each USDT of fall?"
        ),
    },
    hints=(
        "How much do you lose when BTC falls by one USDT?",
        "How much is asked at a price P, for one and a half coins?",
        "Set 1,000 - 0.5 x (50,000 - P) equal to 0.004 x 1.5 x P.",
    ),
    solution="""
        It earns like half a long and is asked like one and a half. At 48,583 you have 291.50 USDT left, and that is
        what both legs ask for.
    """,
    note="Hedge mode nets what you earn and not what you are asked for.",
)

EXPLAIN = Item(
    id="14-explain",
    objective="coin",
    format="choice",
    prompt="""
        All tanks hold the same money at 60,000 USD. Why are those of the coin venues wider, and their floors higher?
    """,
    choices={
        "eleven": "The margin is a coin as well, so you are long eleven coins with the same money.",
        "charge": "Coin venues charge more, so less of your money is left for the position.",
        "worth": "A coin is worth less at a coin venue, so it takes more of them.",
    },
    oracle=lambda: "eleven",
    wrong={
        "charge": Wrong(
            "charge", did="took the width for a cost", ask="What would the tank look like if they asked for nothing?"
        ),
        "worth": Wrong(
            "worth", did="gave a coin two prices", ask="What is the posted coin worth after a fall of one USD?"
        ),
    },
    hints=(
        "What stands behind the ten coins at a coin venue?",
        "The price falls by one USD. How much do you lose in all?",
        "The area of the tank is your money, and its width is what a fall of one USD costs you.",
    ),
    solution="""
        You posted one coin, and it falls with the ten. So a fall of one USD costs eleven USD, and the same 60,000 USD
        reach less far.
    """,
    note="Width times depth is the money, so a wider tank is less deep.",
)
