"""Items on the two prices of a position: where it is closed, and where nothing would be left."""

from typing import Any

from marginlib.course.isolated_margin.account import floor, line, line_at_entry
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

ASKED = (1.5, 2, 3)  # percent: so large that the rule of thumb misses the line by more than the tolerance


def posted(draw: Draw) -> dict[str, Any]:
    """A position at 4x to 12x, long or short, for which no two wrong turns come to one price."""
    size, entry, percent = draw.integer(2, 9), draw.integer(105, 200, 5), draw.choice(ASKED)
    leverage = draw.choice([one for one in range(4, 13) if abs(1 + (percent - 1) * size - percent * one) >= 1])
    collateral = round(size * entry / leverage)
    return {"side": draw.sign(), "size": size, "entry": entry, "collateral": collateral, "percent": percent}


def line_of(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """The liquidation price of a position whose direction is `side`."""
    return line(collateral, side * size, entry, percent)


def floor_of(side: int, size: float, entry: float, collateral: float) -> float:
    """Its bankruptcy price."""
    return floor(collateral, side * size, entry)


def long(draw: Draw) -> dict[str, Any]:
    """A long at 4x to 12x whose margin is never near the price of one unit, which would hide a wrong turn."""
    size, entry = draw.integer(2, 9), draw.integer(105, 200, 5)
    leverage = draw.choice([one for one in range(4, 13) if not 0.7 < size / one < 1.1])
    return {
        "size": size,
        "entry": entry,
        "collateral": round(size * entry / leverage),
        "percent": draw.choice((0.5, 1, 2)),
    }


PRICE = (
    Item(
        id="02-hook",
        objective="price",
        format="predict",
        prompt="""
            You posted 100 USDT and bought 10 units at 100 USDT. The venue asks for 0.5 %. The price slid down without
            a jump, and you were closed out after losing 95.48 USDT. Where is the other 4.52 at the moment the venue
            steps in?
        """,
        choices={
            "fee": "It was a fee, which the venue took when you opened the position",
            "yours": "It is still yours then, and the venue needs it to sell your units",
            "margin": "Nowhere, since 0.5 % of 100 is 0.50 and the venue came too early",
            "lost": "Lost like the rest, since a position is closed when nothing is left",
        },
        named={"fee": "a fee", "yours": "still yours", "margin": "nowhere", "lost": "lost like the rest"},
        oracle=lambda: "yours",
        spoils=("904.52", "90.23", "2.26"),
        wrong={
            "fee": Wrong(
                "fee", right="if this venue charged one", ask="How much was in the tank before the first move?"
            ),
            "on-margin": Wrong(
                "margin",
                did="took 0.5 % of the 100 USDT you posted",
                ask="What does the venue have to sell, your 100 USDT or ten units?",
            ),
            "bankruptcy": Wrong(
                "lost",
                right="if the venue waited for the floor of the tank",
                ask="Who would pay if the sale then went a little lower?",
            ),
        },
        hints=(
            "What are your ten units worth, compared with what you posted?",
            "The 0.5 % is a share of one of the two.",
            "Take what you have lost from what you posted, and ask who owns the rest.",
        ),
        solution="""
            At 90.4523 your ten units were worth 904.52 USDT, and the venue wants to see 0.5 % of that, which is exactly
            what you still had. It sold them at 90.23 on average, and 2.26 USDT were left over.
        """,
        note="The request is a share of the position, and not of what you posted.",
    ),
    Item(
        id="02-price",
        objective="price",
        format="numeric",
        prompt="""
            You open a {side:side} of {size} units at {entry} USDT in isolated mode and post {collateral} USDT. The
            venue wants to see {percent} % of what the position is worth. At which price does it close you?
        """,
        draw=posted,
        oracle=line_of,
        unit="USDT",
        tolerance=0.005,
        wrong={
            "bankruptcy": Wrong(
                lambda percent, **account: floor_of(**account) + 0 * percent,
                found="the price at which nothing is left",
                ask="What does the venue want to see in the tank when it steps in?",
            ),
            "other-side": Wrong(
                lambda side, **rest: line_of(-side, **rest),
                right="for the opposite position",
                ask="Which way does a {side:side} lose?",
            ),
            "at-entry": Wrong(
                lambda side, size, entry, collateral, percent: line_at_entry(collateral, side * size, entry, percent),
                right="if the venue counted its share at the entry price",
                ask="What are the units worth at the price that you look for?",
            ),
            "on-margin": Wrong(
                lambda side, size, entry, collateral, percent: floor_of(
                    side, size, entry, collateral * (1 - percent / 100)
                ),
                did="took {percent} % of the {collateral} USDT you posted",
                ask="What does the venue have to sell when it closes you?",
            ),
            "percent": Wrong(
                lambda percent, **account: line_of(percent=100 * percent, **account),
                did="put {percent} where a share of one belongs",
                ask="How do you write {percent} % as a decimal number?",
            ),
            "two-percent": Wrong(
                lambda side, entry, percent, **_: entry * (1 - side * percent / 100),
                did="let the price move by {percent} % from the entry",
                ask="How much margin stands between the entry and the end?",
            ),
            "no-size": Wrong(
                lambda side, entry, collateral, **_: entry - side * collateral,
                did="let the price move by as many USDT as you posted",
                ask="How much do {size} units lose when the price moves by one USDT?",
            ),
            "times": Wrong(
                lambda side, percent, **account: floor_of(side, **account) * (1 + side * percent / 100),
                did="counted the {percent} % from the floor",
                ask="At which price are the units worth what the share is taken of?",
            ),
        },
        hints=(
            "Which way does your position lose?",
            "Write down what you own at a price P, and then what the venue asks for there. Where are the two equal?",
            "Set collateral + q x (P - entry) equal to rate x |q| x P, with a minus in q for a short, and solve for P.",
        ),
        solution="""
            With q = {side} x {size} you own {collateral} + q x (P - {entry}) at a price P, and the venue asks for
            {percent} % of {size} x P. The two are equal at {answer} USDT, and there it closes you.
        """,
        note="The signed size took care of the direction, so a short needs no second formula.",
        section="Two prices",
        code="q = g.side * g.size\nanswer = (g.collateral - q * g.entry) / (abs(q) * g.percent / 100 - q)",
    ),
    Item(
        id="02-from-floor",
        objective="price",
        format="numeric",
        prompt="""
            All that you know about your {side:side} is that nothing would be left of it at {floor} USDT, and that the
            venue asks for {percent} % of what it is worth. Where is its liquidation price?
        """,
        draw=lambda draw: {
            "side": draw.sign(),
            "floor": draw.integer(60, 180, 5),
            "percent": draw.choice((2, 2.5, 3, 4)),
        },
        oracle=lambda side, floor, percent: floor / (1 - side * percent / 100),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "times": Wrong(
                lambda side, floor, percent: floor * (1 + side * percent / 100),
                did="took {percent} % of the floor",
                ask="At which of the two prices does the venue count its share?",
            ),
            "other-side": Wrong(
                lambda side, floor, percent: floor / (1 + side * percent / 100),
                right="for the opposite position",
                ask="Does a {side:side} come to its line before its floor or after it?",
            ),
            "same": Wrong(
                lambda floor, **_: floor,
                right="for a venue that asks for nothing",
                ask="Is there a room between the line and the floor?",
            ),
            "share": Wrong(
                lambda floor, percent, **_: percent / 100 * floor,
                found="the room of one unit, roughly",
                ask="On which side of the floor does it lie, and where does that take you?",
            ),
        },
        hints=(
            "Does your position meet its line first, or its floor?",
            "The way from the line to the floor is {percent} % of the price at the line.",
            "Call the line P. Then the floor is P less its share for a long, and P plus its share for a short.",
        ),
        solution="""
            From the line to the floor it is {percent} % of the line. So {floor} is the line times 1 - {side} x
            {percent} / 100, and when you turn that round you find {answer} USDT.
        """,
        note="You needed neither leverage nor margin, because the rate alone is the room.",
        section="The venue's room",
        code="answer = g.floor / (1 - g.side * g.percent / 100)",
    ),
)
