"""Items on what moves the line: margin added, and funding."""

from marginlib.course.isolated_margin.account import floor, line
from marginlib.learn.items import Item, Wrong


def after(size: float, entry: float, collateral: float, paid: float) -> float:
    """The liquidation price of a long at 0.5 % once so much was paid out of its margin."""
    return line(collateral - paid, size, entry, 0.5)


def total(size: float, entry: float, times: float, percent: float) -> float:
    """All payments of funding, at a price that stands still."""
    return times * percent / 100 * size * entry


MARGIN = (
    Item(
        id="02-still",
        objective="margin",
        format="predict",
        prompt="""
            You are at 50x again, with 20 USDT behind ten units from 100 USDT, and the price stays at 100. Every eight
            hours longs pay the shorts 0.01 % of the value. When are you closed?
        """,
        choices={
            "never": "Never, since the price has not moved at all",
            "fifty": "After 150 payments, which takes 50 days",
            "empty": "After 200 payments, which takes 66 days",
            "years": "After 7,500 payments, in nearly seven years",
        },
        named={
            "never": "never",
            "fifty": "after 150 payments",
            "empty": "after 200 payments",
            "years": "after 7,500 payments",
        },
        oracle=lambda: "fifty",
        spoils=("150 payments", "99.50"),
        wrong={
            "no-move": Wrong(
                "never", right="if nothing were ever taken out of the tank", ask="Where do the payments come from?"
            ),
            "bankruptcy": Wrong(
                "empty",
                right="if the venue waited until the tank is empty",
                ask="How much must still be there at a price of 100?",
            ),
            "on-margin": Wrong(
                "years",
                did="charged the funding on your 20 USDT",
                ask="What are the ten units worth that you pay for?",
            ),
        },
        hints=(
            "If the price does not move, what does?",
            "One payment is 0.01 % of what your ten units are worth.",
            "At 100 the venue asks for 5 USDT, so how much of your 20 may go?",
        ),
        solution="""
            Each payment takes 0.10 USDT. When 15 of your 20 are gone the floor has risen from 98 to 99.50, and the line
            has come up to the price.
        """,
        note="The price moves the surface, and costs move the floor.",
    ),
    Item(
        id="02-add",
        objective="margin",
        format="numeric",
        prompt="""
            You are long {size} units from {entry} USDT with {collateral} USDT posted, and the venue asks for {percent}
            %. You want to hold out until {target} USDT. How much must you add?
        """,
        draw=lambda draw: {
            "size": draw.integer(3, 9),
            "entry": 200,
            "percent": draw.choice((0.5, 1, 2)),
            "collateral": draw.integer(40, 60, 5),
            "target": draw.integer(140, 160, 2),
        },
        oracle=lambda size, entry, percent, collateral, target: (
            size * (entry - target) + percent / 100 * size * target - collateral
        ),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "bankruptcy": Wrong(
                lambda size, entry, collateral, target, **_: size * (entry - target) - collateral,
                did="covered the loss and nothing else",
                ask="What must still be in the tank at {target} USDT?",
            ),
            "at-entry": Wrong(
                lambda size, entry, percent, collateral, target: (
                    size * (entry - target) + percent / 100 * size * entry - collateral
                ),
                right="if the venue counted its share at {entry} USDT",
                ask="What are your units worth at the target?",
            ),
            "whole": Wrong(
                lambda size, entry, percent, target, **_: size * (entry - target) + percent / 100 * size * target,
                found="all that must be behind the position",
                ask="How much of it is there already?",
            ),
            "need-alone": Wrong(
                lambda size, percent, target, **_: percent / 100 * size * target,
                found="what the venue wants to see at the target",
                ask="And who pays for the fall down to there?",
            ),
            "per-unit": Wrong(
                lambda entry, target, **_: entry - target,
                found="what one unit loses on the way",
                ask="How many units do you have, and what else must be there?",
            ),
        },
        hints=(
            "What have your {size} units lost at the target?",
            "How much does the venue want to see there, besides that loss?",
            "Add the loss and what is asked for at {target} USDT, and take off what you have posted.",
        ),
        solution="""
            At {target} you have lost {size} x ({entry} - {target}) USDT, and the venue asks for {percent} % of {size} x
            {target}. You have posted {collateral}, so {answer} USDT are missing.
        """,
        note="Margin digs the floor deeper, by one USDT for each USDT that you add for a unit.",
        section="What moves the floor",
        code="answer = g.size * (g.entry - g.target) + g.percent / 100 * g.size * g.target - g.collateral",
    ),
    Item(
        id="02-funding",
        objective="margin",
        format="numeric",
        prompt="""
            You are long {size} units from {entry} USDT with {collateral} USDT posted, and the venue asks for 0.5 %. The
            price stands still while {times} payments of funding, {percent} % of the value each, come out of your
            margin. Where is your liquidation price then?
        """,
        draw=lambda draw: {
            "size": draw.integer(5, 20),
            "entry": 100,
            "collateral": draw.integer(100, 200, 10),
            "times": draw.integer(18, 36, 3),
            "percent": draw.choice((0.08, 0.1)),
        },
        oracle=lambda size, entry, collateral, times, percent: after(
            size, entry, collateral, total(size, entry, times, percent)
        ),
        unit="USDT",
        tolerance=0.003,
        wrong={
            "on-margin": Wrong(
                lambda size, entry, collateral, times, percent: after(
                    size, entry, collateral, times * percent / 100 * collateral
                ),
                did="charged the funding on your margin",
                ask="On which amount does the venue count {percent} %?",
            ),
            "received": Wrong(
                lambda size, entry, collateral, times, percent: after(
                    size, entry, collateral, -total(size, entry, times, percent)
                ),
                right="for a short",
                ask="Who pays whom while the rate is above zero?",
            ),
            "untouched": Wrong(
                lambda size, entry, collateral, **_: after(size, entry, collateral, 0),
                right="on the first day",
                ask="Is all of your margin still in the tank?",
            ),
            "once": Wrong(
                lambda size, entry, collateral, percent, **_: after(
                    size, entry, collateral, total(size, entry, 1, percent)
                ),
                did="paid once",
                ask="How many payments were there?",
            ),
            "off-price": Wrong(
                lambda size, entry, collateral, times, percent: (
                    after(size, entry, collateral, 0) - times * percent / 100 * entry
                ),
                did="took the payments off the price",
                ask="Does less margin move the line away from you or towards you?",
            ),
            "bankruptcy": Wrong(
                lambda size, entry, collateral, times, percent: floor(
                    collateral - total(size, entry, times, percent), size, entry
                ),
                found="the price at which nothing would be left",
                ask="How much does the venue want to see there?",
            ),
        },
        hints=(
            "On what do you pay funding, on your margin or on the position?",
            "One payment is {percent} % of {size} x {entry} USDT. Where is that money taken from?",
            "Take all payments from your margin, and then look for the price at which two amounts are equal.",
        ),
        solution="""
            You pay {times} times {percent} % of {size} x {entry} USDT out of your {collateral}. With the margin that is
            left, what you own and what is asked for meet at {answer} USDT.
        """,
        note="The line came closer although no price moved.",
        section="What moves the floor",
        code="margin = g.collateral - g.times * g.size * g.entry * g.percent / 100\n"
        "answer = (margin - g.size * g.entry) / (g.size * 0.005 - g.size)",
    ),
    Item(
        id="02-unmoved",
        objective="margin",
        format="choice",
        prompt="You are long. Which of these leaves your liquidation price where it is?",
        choices={
            "add": "You add 10 USDT of margin.",
            "price": "The price falls by 3 %.",
            "funding": "A funding payment is taken from you.",
            "double": "You double the size and post nothing more.",
        },
        oracle=lambda: "price",
        wrong={
            "add": Wrong(
                "add", did="thought that money alone moves nothing", ask="Where is the floor of a fuller tank?"
            ),
            "funding": Wrong(
                "funding", right="if funding came out of another pocket", ask="What has less margin done to the floor?"
            ),
            "double": Wrong(
                "double",
                right="if you posted twice as much as well",
                ask="How far can twice as many units fall on the same money?",
            ),
        },
        hints=(
            "Three of them change what is in the tank, or how wide it is.",
            "Draw your tank, and ask for each of them whether the floor moves or the surface.",
            "What does a moving price change, the position or only what it is worth now?",
        ),
        solution="""
            You can add margin, pay funding or change the size, and each of them moves the floor. A moving price moves
            the surface and brings it nearer to a line that stays.
        """,
        note="The price moves the surface, while margin and costs move the floor.",
        section="What moves the floor",
    ),
)
