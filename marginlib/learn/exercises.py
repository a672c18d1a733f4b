"""given, check, hint and solution: the four calls of an exercise."""

from typing import Any

from marginlib.learn import catalogue, store
from marginlib.learn import drawn as drawing
from marginlib.learn.drawn import Given, expected, fill, prompt_lines, sentence
from marginlib.learn.items import Item
from marginlib.learn.sessions import alias, record, remember, tell
from marginlib.learn.store import State
from marginlib.learn.verdicts import verdict


def given(id_: str) -> Given:
    """Show the prompt of an item with the learner's own numbers, and return the numbers.

    Raises UnknownName for an id that is not in the bank.

    >>> g = given("everyday-two-days")
    An account holds 370 USDT. It loses 86 USDT, then gains 29 USDT. What is the whole change, with its sign?
    Wanted: a number in USDT, to within 0.01.
    g holds start=370, loss=86, gain=29.
    >>> g
    Given(start=370, loss=86, gain=29)
    """
    item = catalogue.item(id_)
    numbers = drawing.numbers(item, alias())
    named = [f"g holds {drawing.listed(numbers)}."] if numbers and item.expects != "function" else []
    tell("\n".join([*prompt_lines(item, alias()), *named]))
    return numbers


def check(id_: str, answer: Any = None) -> None:
    """Judge an answer and say the verdict; never the value that was expected.

    Raises UnknownName for an id that is not in the bank. The answer may be anything: what cannot be read is refused
    in words.

    >>> check("everyday-two-days", -57)
    ✓ correct, and the sign carries the direction, here and in every position of this course.
    >>> check("everyday-two-days", 115)
    ✗ this is what you get from adding both as gains: a loss carries a minus
    >>> check("everyday-two-days")
    ○ not attempted: everyday-two-days
    """
    item = catalogue.item(id_)
    said = verdict(item, answer, alias())
    remember(item, said)
    compare = item.format == "explain" and said.passed
    tell(str(said), ("Model answer", fill(item.solution, drawing.numbers(item, alias()))) if compare else None)


def hint(id_: str) -> None:
    """Show the next hint of an item; after the last one, the last one again and where the solution is.

    Raises UnknownName for an id that is not in the bank.
    """
    item = catalogue.item(id_)

    def count(state: State) -> None:
        kept = record(state, item)
        kept["hints"] = min(kept["hints"] + 1, len(item.hints))

    number = record(store.change(count), item)["hints"]
    last = f'\nThat was the last hint. solution("{id_}") shows the way.' if number == len(item.hints) else ""
    text = fill(item.hints[number - 1], drawing.numbers(item, alias()))
    tell(f"Hint {number} of {len(item.hints)}: {text}{last}")


def solution(id_: str) -> None:
    """Show how an item is solved, with the learner's own numbers. Raises UnknownName for an id not in the bank."""
    item = catalogue.item(id_)

    def note(state: State) -> None:
        record(state, item)["solution"] = True

    store.change(note)
    tell(solved(item, alias()))


def solved(item: Item, name: str) -> str:
    """The text of the solution for the learner called `name`."""
    numbers = drawing.numbers(item, name)
    answer = expected(item, numbers, name)
    right = {"letter": f"The answer is {answer}.", "order": f"The order is {answer}."}.get(item.expects, "")
    code = f"\n\n{item.code}" if item.code else ""
    way = fill(item.solution, numbers, answer)
    return f"{right}\n{sentence(way)}".lstrip() + code
