"""Items on the venue's room: how large it is, and what it is there for."""

from marginlib.learn.items import Item, Wrong

ROOM = (
    Item(
        id="02-fifty",
        objective="room",
        format="predict",
        prompt="""
            Take the same ten units at 100 USDT, but post 20 USDT, which is 50x. The venue still asks for 0.5 % of what
            they are worth. How much is left in the tank when it steps in?
        """,
        choices={
            "share": "About 0.90 USDT, the same share of the margin as at 10x",
            "margin": "Exactly 0.10 USDT, which is 0.5 % of your 20 USDT",
            "position": "About 4.92 USDT, a little more than at 10x",
            "nothing": "Nothing, since 20 USDT leave no room for it",
        },
        named={"share": "0.90 USDT", "margin": "0.10 USDT", "position": "4.92 USDT", "nothing": "nothing"},
        figures="with 15.08 of your 20 lost by then",
        oracle=lambda: "position",
        spoils=("15.08", "24.6", "62.3"),
        wrong={
            "share": Wrong(
                "share",
                right="if the venue asked for a share of your margin",
                ask="Has the value of ten units become smaller?",
            ),
            "on-margin": Wrong(
                "margin",
                did="took 0.5 % of the 20 USDT you posted",
                ask="What would the venue have to sell?",
            ),
            "bankruptcy": Wrong(
                "nothing",
                right="if the venue waited for the floor of the tank",
                ask="What changes for the venue when you post less?",
            ),
        },
        hints=(
            "Which of the two has changed, your margin or your position?",
            "You are closed at a higher price than before, so what are ten units worth there?",
            "Take 0.5 % of ten units at a price a little below 100.",
        ),
        solution="""
            You are closed sooner, at 98.49, where ten units are worth more than at 90.45. So a quarter of your margin,
            24.6 %, was never yours to lose. At 125x it would be 62.3 %.
        """,
        note="The venue's room is a share of the position, however little you post.",
    ),
    Item(
        id="02-explain",
        objective="room",
        format="choice",
        prompt="Post half as much, and look at the lens. Why does the venue's room hardly change?",
        choices={
            "share": "It is a share of what ten units are worth.",
            "fee": "It is a fee, and everybody pays the same.",
            "lens": "Half the margin halves it, but the lens doubles it.",
        },
        oracle=lambda: "share",
        wrong={
            "fee": Wrong(
                "fee", right="if the venue kept it for its work", ask="What happens to it when the sale takes less?"
            ),
            "lens": Wrong(
                "lens",
                did="gave the lens the credit",
                ask="Does the lens magnify more when you post less, or always 8 times?",
            ),
        },
        hints=(
            "What changes when you post half as much, and what does not?",
            "You hold ten units before and after. What does the venue look at?",
            "Compare what ten units are worth at the two liquidation prices.",
        ),
        solution="""
            You still hold ten units, and at both lines they are worth nearly the same. The venue asks for a share of
            that, so its room stays while your own part of the tank is halved.
        """,
        note="Leverage decides how far away the line is, and the rate decides how much lies behind it.",
        section="The venue's room",
    ),
    Item(
        id="02-why",
        objective="room",
        format="explain",
        prompt="""
            In your own words, why does a venue not wait until nothing is left? Say what happens between the test and
            the end of the sale, and who would pay.
        """,
        points=(
            "It says who would pay if the sale ended below the bankruptcy price.",
            "It says that a sale takes time, or that it moves the price.",
            "It says that the maintenance margin is the room for that sale.",
        ),
        wrong={
            "greed": Wrong(
                r"(?<!not )(?<!not a )(?<!no )(?<!not out of )\b(greed|steal|scam)",
                right="about a venue that cheats",
                ask="What happens to the traders on the other side if this one waits?",
            ),
        },
        hints=(
            "Who is on the other side of your trade, and what are they owed?",
            "How long does it take to sell ten units, and what does the price do meanwhile?",
            "Compare the price of the test with the price at which your last unit is sold.",
        ),
        solution="""
            The traders on the other side are owed what you lose. A sale takes time, pushes the price and costs a fee.
            So if the venue waited until nothing is left, the sale would end below the bankruptcy price, and somebody
            else would pay the rest. The maintenance margin is the room for that sale.
        """,
        note="The venue takes your last few USDT so that nobody else has to pay for you.",
        section="The venue's room",
    ),
)
