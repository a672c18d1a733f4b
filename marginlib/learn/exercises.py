"""given, check, hint and solution: the four calls of an exercise."""

from collections.abc import Sequence
from typing import Any

from marginlib.learn import answers, catalogue, drawn, store
from marginlib.learn.drawn import Given, expected
from marginlib.learn.items import Item, Verdict
from marginlib.learn.records import State
from marginlib.learn.sessions import handed_elsewhere, record, remember, seen, show_to, shown_to, tell
from marginlib.learn.verdicts import verdict
from marginlib.learn.wording import fill, named, prompt_lines, sentence


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
    name = show_to(item)
    numbers = drawn.numbers(item, name)
    listed = [f"g holds {drawn.listed(numbers)}."] if numbers and item.expects != "function" else []
    tell("\n".join([*prompt_lines(item, name), *listed]))
    return numbers


def check(id_: str, answer: Any = None, *, ticks: Sequence[int] = ()) -> None:
    """Judge an answer and say the verdict; never the value that was expected.

    A text in own words is compared by the learner: without `ticks` the model answer and its points are shown, with them
    the points found in one's own text are counted. Raises UnknownName for an id that is not in the bank. The answer may
    be anything: what cannot be read is refused in words.

    >>> check("everyday-two-days", -57)
    ✓ Right. The sign carries the direction, here and in every position of this course.
    >>> check("everyday-two-days", 115)
    ✗ It looks as if you added both as gains. Which sign does a loss carry?
    >>> check("everyday-two-days")
    ○ Nothing is handed in yet for everyday-two-days.
    """
    item, name = catalogue.item(id_), shown_to(catalogue.item(id_))
    if item.expects == "text" and isinstance(answer, str):
        answer = answers.Told(answer, tuple(ticks))
    said = judged(item, answer, name)
    remember(item, said, answer, name)
    tell(f"{said.sign} {_about(answer)}{said.text}{_more(item, said)}", _compared(item, said, name))


def judged(item: Item, answer: Any, name: str) -> Verdict:
    """The verdict; an answer of another task that does not happen to be right is told to be one, and not counted."""
    said = verdict(item, answer, name, seen=seen())
    other = "" if said.passed else handed_elsewhere(item, answer)
    return Verdict("○", f"This is the answer that you handed in for {other}.") if other else said


def _about(answer: Any) -> str:
    """The name of the function that was judged."""
    name = getattr(answer, "__name__", "")
    return f"{name}: " if callable(answer) and name.isidentifier() else ""


def _more(item: Item, said: Verdict) -> str:
    if said.cause == "unticked" or (said.sign == "✗" and item.expects == "text"):
        points = "".join(f"\n  {place}  {point}" for place, point in enumerate(item.points, start=1))
        return f'{points}\nThen check("{item.id}", your_text, ticks=(1, 3)) says that you found points 1 and 3.'
    return f' hint("{item.id}") helps.' if said.sign == "✗" and not said.cause else ""


def _compared(item: Item, said: Verdict, name: str) -> tuple[str, str] | None:
    if item.expects != "text" or said.sign not in "✗≈✓":
        return None
    return "Model answer", fill(item.solution, drawn.numbers(item, name))


def hint(id_: str) -> None:
    """Show the next hint of an item; after the last one, the last one again and where the solution is.

    Raises UnknownName for an id that is not in the bank.
    """
    item = catalogue.item(id_)
    number = next_hint(item)
    last = f'\nThat was the last hint. solution("{id_}") shows the way.' if number == len(item.hints) else ""
    text = fill(item.hints[number - 1], drawn.numbers(item, shown_to(item)))
    tell(f"Hint {number} of {len(item.hints)}: {text}{last}")


def next_hint(item: Item) -> int:
    """Count one hint more and return its number."""

    def count(state: State) -> None:
        kept = record(state, item)
        kept["hints"] = min(kept["hints"] + 1, len(item.hints))

    return int(record(store.change(count), item)["hints"])


def note_hints(item: Item, number: int) -> None:
    """Record that this many hints were seen."""

    def note(state: State) -> None:
        kept = record(state, item)
        kept["hints"] = max(kept["hints"], number)

    store.change(note)


def solution(id_: str) -> None:
    """Show how an item is solved, with the learner's own numbers. Raises UnknownName for an id not in the bank."""
    item = catalogue.item(id_)
    note_solution(item)
    tell(solved(item, shown_to(item)))


def note_solution(item: Item) -> None:
    """Record that the way was shown."""

    def note(state: State) -> None:
        record(state, item)["solution"] = True

    store.change(note)


def solved(item: Item, name: str, *labels: object, code: bool = True) -> str:
    """The text of the solution for the learner called `name`, with its code where that is wanted."""
    numbers = drawn.numbers(item, name, *labels)
    answer = expected(item, numbers, name, *labels)
    right = {"order": f"The order is {answer}."}.get(item.expects, "")
    if item.options:
        answer = named(item, answer, numbers)
        right = f"The answer is {answer}."
    lines = f"\n\n{item.code}" if code and item.code else ""
    way = fill(item.solution, numbers, answer)
    return f"{right}\n{sentence(way)}".lstrip() + lines
