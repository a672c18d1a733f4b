"""A small lesson with an item of every format, for the tests of the machinery."""

from typing import Any

from marginlib.learn.answers import number, sequence
from marginlib.learn.items import Item, Lesson, Verdict, Wrong

HINTS = ("Look at the signs.", "Write the profit down first.", "Then add what was posted.")


def profit(size: int, entry: int, price: int) -> int:
    """The oracle."""
    return size * (price - entry)


def backwards(size: int, entry: int, price: int) -> int:
    """The bug."""
    return size * (entry - price)


def judge_path(answer: Any, floor: int) -> Verdict | str:
    """A path must go below the floor and come back above it."""
    path = sequence(answer)
    if not path or min(path) >= floor:
        return "never-down"
    return Verdict("✓", "") if path[-1] > floor else Verdict("✗", "not yet: your path ends below the floor.")


def judge_size(answer: Any, cap: int) -> Verdict | str:
    """A size must be positive and at most the cap."""
    size = number(answer)
    return "over-cap" if size > cap else Verdict("✓", "") if size > 0 else Verdict("✗", "not yet: nothing held.")


LESSON = Lesson(
    number="90",
    question="Where did it go?",
    objectives={"profit": "compute a profit", "path": "find a path", "words": "say it in words"},
    items=(
        Item(
            id="90-hook",
            objective="profit",
            format="predict",
            prompt="A long of {size} BTC falls. What happens?",
            draw=lambda draw: {"size": draw.integer(2, 9)},
            choices=("it gains", "it loses", "nothing"),
            oracle=lambda **_: "B",
            wrong={"short": Wrong("A", right="for a short", ask="What does a long do when the price falls?")},
            hints=HINTS,
            solution="a long of {size} BTC loses.",
            note="the sign of the size is the direction.",
        ),
        Item(
            id="90-amount",
            objective="profit",
            format="predict",
            prompt="How much does a long of {size} BTC gain in a rise of 10 USDT?",
            draw=lambda draw: {"size": draw.integer(2, 9)},
            oracle=lambda size: 10 * size,
            unit="USDT",
            wrong={"one": Wrong(lambda **_: 10, found="the gain of one coin", ask="How many coins gain?")},
            hints=HINTS,
            solution="it gains {answer} USDT.",
        ),
        Item(
            id="90-profit",
            objective="profit",
            format="numeric",
            prompt="You hold {size} BTC from {entry} USDT; the price is {price} USDT. Profit?",
            draw=lambda draw: {
                "size": draw.sign() * draw.integer(2, 9),
                "entry": draw.integer(100, 120),
                "price": draw.integer(130, 150),
            },
            oracle=profit,
            unit="USDT",
            wrong={
                "value": Wrong(
                    lambda size, price, **_: size * price, found="the value", ask="Which part of it was yours before?"
                ),
                "cash": Wrong(
                    lambda size, entry, price: size * (price + entry), did="added the entry", ask="What did you pay?"
                ),
            },
            hints=HINTS,
            solution="{size} x ({price} - {entry}) = {answer} USDT",
            note="losses carry a minus.",
            code="answer = g.size * (g.price - g.entry)",
        ),
        Item(
            id="90-function",
            objective="profit",
            format="function",
            prompt="Write profit(size, entry, price).",
            draw=lambda draw: {
                "size": draw.sign() * draw.integer(2, 9),
                "entry": draw.integer(100, 120),
                "price": draw.integer(130, 150),
            },
            oracle=profit,
            wrong={
                "unsigned": Wrong(
                    lambda size, entry, price: abs(size) * (price - entry),
                    did="dropped the sign",
                    ask="What does a short gain?",
                )
            },
            hints=HINTS,
            solution="size times the move",
            cases=({"size": -1, "entry": 100, "price": 50},),
            code="def answer(size, entry, price):\n    return size * (price - entry)",
        ),
        Item(
            id="90-bug",
            objective="profit",
            format="bug-hunt",
            prompt="Mend this function.",
            draw=lambda draw: {"size": draw.integer(2, 9), "entry": 100, "price": draw.integer(130, 150)},
            oracle=profit,
            stub=backwards,
            wrong={
                "unsigned": Wrong(
                    lambda size, entry, price: size * (price + entry), did="added the entry", ask="What did you pay?"
                )
            },
            hints=HINTS,
            solution="the difference was the wrong way round",
            code="def answer(size, entry, price):\n    return size * (price - entry)",
        ),
        Item(
            id="90-safe",
            objective="profit",
            format="function",
            prompt="Write safe(equity, need).",
            draw=lambda draw: {"equity": draw.integer(0, 5), "need": draw.integer(1, 6)},
            oracle=lambda equity, need: equity >= need,
            cases=({"equity": 3, "need": 3}, {"equity": 4, "need": 3}, {"equity": 2, "need": 3}),
            wrong={
                "strict": Wrong(
                    lambda equity, need: equity > need, did="compared strictly", ask="What holds where both are equal?"
                )
            },
            hints=HINTS,
            solution="at least",
            code="answer = lambda equity, need: equity >= need",
        ),
        Item(
            id="90-choice",
            objective="profit",
            format="choice",
            prompt="What is a loss?",
            choices=("A plus.", "A minus.", "Nothing."),
            oracle=lambda: "B",
            wrong={"plus": Wrong("A", right="for a gain", ask="What does a loss do to the equity?")},
            hints=HINTS,
            solution="A loss is negative.",
        ),
        Item(
            id="90-order",
            objective="path",
            format="order",
            prompt="In which order does it happen?",
            steps=("the price falls", "equity falls", "the pool is closed", "the rest is refunded"),
            wrong={
                "early": Wrong((0, 2, 1, 3), did="closed before the equity fell", ask="What does the price move first?")
            },
            hints=HINTS,
            solution="Price, equity, closing, refund.",
        ),
        Item(
            id="90-path",
            objective="path",
            format="adversarial",
            prompt="Give a path that goes below {floor} and comes back.",
            draw=lambda draw: {"floor": draw.integer(50, 60)},
            judge=judge_path,
            hand_in="a list of prices",
            wrong={"never-down": Wrong([100.0, 90.0], did="stayed above the floor", ask="Where is it closed?")},
            hints=HINTS,
            solution="down and up",
            code="answer = [100, 10, 100]",
        ),
        Item(
            id="90-design",
            objective="path",
            format="design",
            prompt="Choose a size of at most {cap}.",
            draw=lambda draw: {"cap": draw.integer(5, 9)},
            judge=judge_size,
            hand_in="a number of BTC",
            wrong={"over-cap": Wrong(lambda cap: cap + 1, did="went over the cap", ask="How much is allowed?")},
            hints=HINTS,
            solution="one",
            code="answer = 1",
        ),
        Item(
            id="90-why",
            objective="words",
            format="explain",
            prompt="Why?",
            points=("It names the price.", "It names the size.", "It names what the pool needs."),
            wrong={
                "price-only": Wrong(
                    r"\bonly the price\b", did="looked at the price alone", ask="What else moves the equity?"
                )
            },
            hints=HINTS,
            solution="Because the price times the size moved the equity below what the pool needs.",
        ),
    ),
)


def item(id_: str) -> Item:
    """One of the items above."""
    return next(one for one in LESSON.items if one.id == id_)


def variant(base: Item, **changes: Any) -> Item:
    """The item with some fields changed."""
    return Item(**{**vars(base), **changes})
