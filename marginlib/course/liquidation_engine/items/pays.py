"""Items on who pays what a closed pool lacks."""

from typing import Any

from marginlib import formulas
from marginlib.course.liquidation_engine.account import ENTRY, RATE
from marginlib.formulas import settlement
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def jumped(draw: Draw) -> dict[str, Any]:
    """A long, what was posted, and where the price lands."""
    return {"size": draw.integer(10, 15), "posted": draw.integer(50, 90, 5), "price": draw.integer(78, 81)}


def missing(size: float, posted: float, price: float) -> float:
    """What others have to pay for a long from 100.

    >>> missing(10, 100, 85)
    50.0
    """
    return float(settlement.bad_debt(formulas.equity(posted, size, ENTRY, price)))


def beyond_the_line(size: float, posted: float, price: float) -> float:
    """What it loses after its liquidation price."""
    return float(size * (formulas.liquidation_price(posted, size, ENTRY, RATE) - price))


def shut(draw: Draw) -> dict[str, Any]:
    """Your short, and somebody whose long is bankrupt at a price above the mark."""
    return {
        "size": draw.integer(3, 8),
        "posted": draw.integer(80, 120, 5),
        "bankrupt": draw.integer(92, 95),
        "price": draw.integer(80, 84),
        "hers": draw.integer(40, 59),
    }


PAYS = (
    Item(
        id="07-missing",
        objective="pays",
        format="numeric",
        prompt="""
            Bob is long {size} BTC from 100 USDT with {posted} USDT posted behind a wall. In one jump the price is at
            {price}. How many USDT do others have to pay for him?
        """,
        draw=jumped,
        oracle=missing,
        unit="USDT",
        tolerance=0.2,
        wrong={
            "whole": Wrong(
                lambda size, price, **_: size * (ENTRY - price),
                found="all that he has lost",
                ask="How much of it did he pay himself?",
            ),
            "line": Wrong(
                beyond_the_line,
                found="what he lost after his liquidation price",
                ask="Is his tank empty already when the venue wants to close him?",
            ),
            "posted": Wrong(
                lambda posted, **_: posted,
                found="what he had posted",
                ask="What did he lose beyond that?",
            ),
        },
        hints=(
            "How much has he lost on each BTC?",
            "He can pay with what he had posted, and with nothing else.",
            "Take the {posted} USDT from all that his {size} BTC have lost.",
        ),
        solution="""
            He has lost {size} x (100 - {price}) USDT and had posted {posted}. The rest is {answer} USDT, and somebody
            else has to pay it.
        """,
        note="A bad debt is a loss less what was posted for it.",
        section="Who pays the rest",
        code="answer = g.size * (100 - g.price) - g.posted",
    ),
    Item(
        id="07-closed",
        objective="pays",
        format="numeric",
        prompt="""
            You are short {size} BTC from 100 USDT with {posted} posted. Eve's long of {hers} BTC is bankrupt at
            {bankrupt}, and the price jumps to {price}. There is no fund and no buyer, so you are closed against her.
            How many USDT do you have then?
        """,
        draw=shut,
        oracle=lambda size, posted, bankrupt, **_: posted + size * (ENTRY - bankrupt),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "mark": Wrong(
                lambda size, posted, price, **_: posted + size * (ENTRY - price),
                found="what your screen says",
                ask="At which price do you trade with somebody who has nothing left below {bankrupt}?",
            ),
            "nothing": Wrong(
                lambda posted, **_: posted,
                right="if all of your profit were gone",
                ask="What did Eve lose between 100 and {bankrupt}, and who gets it?",
            ),
            "whole": Wrong(
                lambda size, posted, bankrupt, price, hers: posted + size * (ENTRY - price) - hers * (bankrupt - price),
                did="paid for all of her {hers} BTC",
                ask="On how many BTC are you closed against her?",
            ),
            "gain": Wrong(
                lambda size, bankrupt, **_: size * (ENTRY - bankrupt),
                found="your gain",
                ask="What was in your tank before it?",
            ),
        },
        hints=(
            "Two prices are in the story. Which of them is in your trade with Eve?",
            "Down to {bankrupt} Eve could pay. You earn that much on each BTC.",
            "Add that gain on your {size} BTC to what you had posted.",
        ),
        solution="""
            You are closed at {bankrupt}, where Eve has nothing left. You have earned {size} x (100 - {bankrupt}) by
            then, and with the {posted} that you posted you have {answer} USDT.
        """,
        note="Who is deleveraged trades at the bankruptcy price of the one who cannot pay.",
        section="Who pays the rest",
        code="answer = g.posted + g.size * (100 - g.bankrupt)",
    ),
    Item(
        id="07-explain",
        objective="pays",
        format="choice",
        prompt="""
            Choose "a fund, but no buyer". 85 USDT stay in the fund, and you are closed all the same. Why does the fund
            not spare you?
        """,
        choices=(
            "The fund is kept for the venue, so traders are closed before it is used.",
            "It can pay for a loss, but somebody has to take Ann's position, and it does not.",
            "Its 85 USDT are too little for what Ann still owes after the sale on the market.",
        ),
        oracle=lambda: "B",
        wrong={
            "selfish": Wrong(
                "A",
                right="if the fund had paid nothing",
                ask="Who paid for the 3 BTC that the market took?",
            ),
            "too-small": Wrong(
                "C",
                right="if it had less than 35 USDT left",
                ask="What would 7 more BTC have cost it at 85?",
            ),
        },
        hints=(
            "What is in the fund, and for whom would it be used?",
            "Ann's 10 BTC need a new owner. How many did the market take?",
            "Who was short, and against whom could the other 7 be closed?",
        ),
        solution="""
            The market takes 3 BTC and the fund pays for these. You still have to be closed, because nobody buys the
            other 7 and a fund holds money and no positions.
        """,
        note="Money covers a loss, while a position needs somebody who takes it.",
        section="Turn every knob",
    ),
    Item(
        id="07-order",
        objective="pays",
        format="order",
        prompt="A long cannot be kept. In which order does the venue of this lesson try these steps?",
        steps=(
            "It cancels the orders of the pool, which frees what they held back",
            "It sells a part, while the pool still has something of its own",
            "It takes the whole pool over at its bankruptcy price",
            "The insurance fund pays for what is sold below that price",
            "Traders on the other side are closed at that price",
            "What is still missing is cut from the profits of all",
        ),
        wrong={
            "adl-first": Wrong(
                (0, 1, 2, 4, 3, 5),
                did="closed the winners before the fund has paid",
                ask="Which of the two is there to bear losses?",
            ),
            "fund-last": Wrong(
                (0, 1, 2, 4, 5, 3),
                did="kept the fund for the very end",
                ask="Who has agreed to bear a loss, the fund or the traders?",
            ),
            "shared-first": Wrong(
                (0, 1, 2, 3, 5, 4),
                did="cut the profits of all before anybody was closed",
                ask="How many people does each of these two steps touch?",
            ),
            "takeover-first": Wrong(
                (2, 0, 1, 3, 4, 5),
                did="took the pool over at once",
                ask="What can you free and sell before that?",
            ),
        },
        hints=(
            "Begin with what costs nobody anything.",
            "As long as the pool can pay for itself, nobody else is asked.",
            "After the takeover ask first who is there to bear losses, and last whom it should touch least.",
        ),
        solution="""
            You begin with the pool itself, its orders and its position. Then the fund pays, then single traders are
            closed, and what is still missing is cut from everybody.
        """,
        note="A waterfall asks first the one who lost, then a fund made for it, and last those who won.",
    ),
    Item(
        id="07-bears",
        objective="rest",
        format="choice",
        prompt="""
            A venue wants 0.5 % and looks every second. Which change makes it most likely that a closed pool lacks
            money?
        """,
        choices={
            "jumps": "Prices begin to jump",
            "rate": "The venue wants 1 % and no longer 0.5 %",
            "fund": "The insurance fund becomes smaller than it was",
            "shorts": "More traders are short, so that more can be closed",
        },
        named={"jumps": "jumps", "rate": "a higher rate", "fund": "a smaller fund", "shorts": "more shorts"},
        oracle=lambda: "jumps",
        wrong={
            "rate": Wrong(
                "rate",
                right="if the venue closed pools later for it",
                ask="How much is still in a tank when it is closed at 1 %?",
            ),
            "fund": Wrong(
                "fund",
                did="asked who pays, and not whether something is missing",
                ask="Does a fund change what is in the tank of a long?",
            ),
            "shorts": Wrong(
                "shorts",
                did="looked at the other side",
                ask="Which of these changes what is left of a long when the venue finds it?",
            ),
        },
        hints=(
            "What is in your pool when the venue finds it?",
            "Half a percent is left if the venue is in time. When is it late?",
            "Which change lets a price pass the line and the bankruptcy price between two looks?",
        ),
        solution="""
            You lack something only where the venue finds you beyond your bankruptcy price. A jump takes you there
            between two looks, while the other three do not change what is in your tank, or they help.
        """,
        note="A fund pays bad debts, and only small steps or high rates prevent them.",
    ),
    Item(
        id="07-why",
        objective="pays",
        format="explain",
        prompt="""
            A friend writes: "I was right, I was closed, and now they say that a part of my profit is gone. Who has
            it?" Answer in your own words.
        """,
        points=(
            "It says that a loser can pay no more than was posted.",
            "It says that the friend was closed at the loser's bankruptcy price and not at the price of the market.",
            "It says that nobody has the missing part, because it was only a promise on a screen.",
        ),
        wrong={
            "venue": Wrong(
                r"(?<!not )(?<!n't )\b(venue|exchange|fund) (has|took|kept|keeps|got|takes) (it|the|your)\b",
                right="if somebody were richer after it",
                ask="In whose tank can you show it to your friend?",
            ),
            "fee": Wrong(
                r"(?<!no )(?<!not a )\b(fee|tax|penalty)\b(?!.*\bnot\b)",
                right="if a rate had been charged",
                ask="Would the friend have paid it if the loser had posted more?",
            ),
        },
        hints=(
            "Begin with the trader on the other side. What could that one pay?",
            "Say at which price your friend was closed, and why at that one.",
            "Then say who has the difference to what the screen had said.",
        ),
        solution="""
            Nobody has it. Whoever was on the other side lost more than was posted and could pay no more, so your friend
            was closed at the price down to which that trader could pay. What the screen promised beyond it never
            existed.
        """,
        note="Ask of any profit who has posted it.",
    ),
)
