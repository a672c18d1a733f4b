"""Items on what the slider sets, what is posted and what is earned on it."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def opened(draw: Draw) -> dict[str, Any]:
    """A long at some leverage."""
    return {
        "size": draw.integer(6, 20),
        "entry": draw.choice((40, 60, 80, 120, 150)),
        "leverage": draw.choice((4, 5, 8, 16, 20)),
    }


def posted(size: float, entry: float, leverage: float, **_: Any) -> float:
    """Its collateral."""
    return float(formulas.initial_margin(formulas.notional(size, entry), leverage))


def spent(draw: Draw) -> dict[str, Any]:
    """Money that is posted whole, at some leverage, and a rise of the price in percent."""
    return {
        "money": draw.integer(40, 95, 5),
        "entry": draw.choice((40, 60, 80, 120)),
        "leverage": draw.choice((5, 8, 20)),
        "percent": draw.choice((2, 3, 4)),
    }


def gained(money: float, entry: float, leverage: float, percent: float) -> float:
    """What it earns."""
    size = formulas.size_from_margin(money, leverage, entry)
    return float(formulas.pnl(size, entry, entry * (1 + percent / 100)))


POSTED = (
    Item(
        id="01-hook",
        objective="posted",
        format="predict",
        prompt="""
            Ada and Ben both buy 10 coins at 100 USDT. The price climbs to 110 without a dip, and both sell. Who has
            earned more USDT?
        """,
        choices=("Ben, who set 50x", "Ada, who posted more", "Both have earned the same"),
        named={"A": "Ben", "B": "Ada", "C": "a tie"},
        figures="with 100 USDT each",
        oracle=lambda: "C",
        spoils=("+100", "500 %", "both earned"),
        wrong={
            "leverage-earns": Wrong(
                "A", right="if Ben had bought more coins", ask="How many coins does each of them own?"
            ),
            "collateral-earns": Wrong(
                "B", did="let the money behind the coins earn as well", ask="Which of the two goes up, money or coins?"
            ),
        },
        hints=(
            "What does each of them own after buying?",
            "What has one coin earned when the price is at 110?",
            "Count the coins of Ada and those of Ben. Is there a slider in that sum?",
        ),
        solution="""
            Each of them owned ten coins, and each coin went up by 10 USDT. Ada had posted 200 USDT for hers and Ben 20,
            but money that is posted only waits.
        """,
        note="What you earn is coins times the move of the price.",
    ),
    Item(
        id="01-collateral",
        objective="posted",
        format="numeric",
        prompt="""
            You buy {size} coins at {entry} USDT with the slider at {leverage}x. How much do you have to post?
        """,
        draw=opened,
        oracle=posted,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "whole": Wrong(
                lambda size, entry, **_: size * entry,
                found="what all of your coins cost",
                ask="Which part of it does the venue want to see at {leverage}x?",
            ),
            "multiplied": Wrong(
                lambda size, entry, leverage: size * entry * leverage,
                did="multiplied by the leverage",
                ask="Does a higher leverage ask you for more or for less?",
            ),
            "one-unit": Wrong(
                lambda entry, leverage, **_: entry / leverage,
                found="what you post for a single coin",
                ask="How many do you buy?",
            ),
            "borrowed": Wrong(
                lambda size, entry, leverage: size * entry - posted(size, entry, leverage),
                found="the part that is not your own money",
                ask="What is left of the value once it is taken off?",
            ),
        },
        hints=(
            "What are all of your coins worth when you buy them?",
            "That value is the notional, and the slider says how many times larger than your own money it is.",
            "Divide the notional by the leverage.",
        ),
        solution="Your coins are worth {size} x {entry} USDT. Divided by {leverage}, that is {answer} USDT to post.",
        note="This is the initial margin, and it is all that the slider decides.",
        section="What the slider sets",
        code="answer = g.size * g.entry / g.leverage",
    ),
    Item(
        id="01-same-money",
        objective="posted",
        format="numeric",
        prompt="""
            You have {money} USDT, and you post all of it at {leverage}x to buy coins at {entry} USDT. The price rises
            by {percent} %. How much have you earned?
        """,
        draw=spent,
        oracle=gained,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "on-money": Wrong(
                lambda money, percent, **_: money * percent / 100,
                right="if you bought coins for your own money alone",
                ask="What are the coins worth that you buy at {leverage}x?",
            ),
            "divided": Wrong(
                lambda money, leverage, percent, **_: money / leverage * percent / 100,
                did="divided your money by the leverage",
                ask="Do {money} USDT buy more coins at {leverage}x or fewer?",
            ),
            "notional": Wrong(
                lambda money, leverage, **_: money * leverage,
                found="what your coins are worth when you buy them",
                ask="By how much does that value rise?",
            ),
            "units": Wrong(
                lambda money, entry, leverage, percent: money * leverage / entry * percent,
                did="took {percent} % for {percent} USDT",
                ask="How many USDT are {percent} % of {entry}?",
            ),
        },
        hints=(
            "How large is the position that you open with this money?",
            "At {leverage}x you buy coins worth {leverage} times what you post.",
            "All of that value rises by {percent} %.",
        ),
        solution="""
            Your {money} USDT buy coins worth {money} x {leverage} USDT. They rise by {percent} %, so you have earned
            {answer} USDT.
        """,
        note="With the same money a higher leverage buys more coins, and the coins earn.",
        section="What the slider sets",
        code="answer = g.money * g.leverage * g.percent / 100",
    ),
    Item(
        id="01-explain",
        objective="posted",
        format="choice",
        prompt="When you move the price, both surfaces move together, whatever Ben's leverage is. Why?",
        choices=(
            "Both own ten coins, and the slider moves the floor.",
            "Ben's water is thin, so it has to move faster than hers to keep up.",
            "The venue lends Ben what Ada has posted, so the two even out.",
        ),
        oracle=lambda: "A",
        wrong={
            "thin-is-fast": Wrong(
                "B",
                did="compared how deep the water is",
                ask="By how much does each surface move when the price rises by one USDT?",
            ),
            "lent": Wrong(
                "C", did="let money flow from tank to tank", ask="Does Ada's tank change when you move Ben's slider?"
            ),
        },
        hints=(
            "Move Ben's leverage and keep an eye on the surfaces. Do they move?",
            "What does the surface of a tank stand for?",
            "What moves in Ben's tank when you turn his slider?",
        ),
        solution="""
            Each surface is the price, so both move with it. Ben's slider decides how deep his tank is below it, and
            it cannot reach the coins.
        """,
        note="Leverage moves the floor and leaves the surface alone.",
        section="What the slider sets",
    ),
    Item(
        id="01-dip",
        objective="posted",
        format="predict",
        prompt="""
            The same day again, but now the price dips to 98 USDT for a minute before it climbs to 110. What does Ben
            have at the end?
        """,
        choices=(
            "120 USDT, since the price came back",
            "100 USDT, since he loses only what he posted",
            "Nothing",
            "Less than nothing, so he owes the venue money",
        ),
        named={"A": "120 USDT", "B": "100 USDT", "C": "nothing", "D": "less than nothing"},
        figures="while Ada has 300 USDT",
        oracle=lambda: "C",
        spoils=("15.08", "4.92"),
        wrong={
            "way-back": Wrong(
                "A",
                right="if Ben still owned his coins when the price came back",
                ask="What did the venue do with them at 98.49?",
                half="the price does come back",
                turn="it finds no coins in Ben's tank",
            ),
            "profit-stays": Wrong(
                "B",
                did="kept the profit of the climb and lost the money behind it",
                ask="Whose coins could earn it after the dip?",
            ),
            "below-floor": Wrong(
                "D", right="if nobody had closed him", ask="How much can a tank lose that holds 20 USDT?"
            ),
        },
        hints=(
            "Where is Ben's red line, and where does the price go?",
            "What does the venue do with his coins when the price reaches that line?",
            "How many coins does he own while the price climbs to 110?",
        ),
        solution="""
            At 98.49 Ben had only the 4.92 USDT that the venue wants to see, so it sold his coins and took the rest.
            Ada's line is far below.
        """,
        note="Coins decide what a move earns, and the floor decides who is still there to earn it.",
    ),
)
