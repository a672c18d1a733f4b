"""predict and reveal: lock in an answer and a confidence, then see what happened and which idea would have told you."""

import math
from functools import partial
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from marginlib.errors import InvalidInput
from marginlib.learn import answers, catalogue, store
from marginlib.learn.drawn import expected, fill, numbers, prompt_lines, sentence, worded
from marginlib.learn.form import PredictionForm
from marginlib.learn.items import Item
from marginlib.learn.sessions import alias, tell, under_test
from marginlib.learn.store import State
from marginlib.learn.verdicts import verdict


def predict(id_: str, answer: Any = None, *, confidence: float = 50) -> None:
    """Lock in a prediction and how sure you are, in percent; without an answer, show a form for it.

    The first prediction counts: a second one changes nothing and says so, until `reset` of this item.
    Raises InvalidInput for an answer or a confidence that cannot be read.
    """
    item = _predictable(id_)
    if not answers.missing(answer):
        tell(lock(item, answer, confidence))
        return
    kept = store.read()
    if id_ in kept["predictions"] or id_ in kept["skips"]:
        tell(_already(item, kept))
        return
    if get_ipython() is None:
        tell("\n".join([*prompt_lines(item, alias()), f'predict("{id_}", your_answer, confidence=70) locks it in.']))
    else:
        asked = numbers(item, alias())
        options = [f"{mark}  {fill(choice, asked)}" for mark, choice in zip(item.letters, item.choices, strict=True)]
        form = PredictionForm(fill(item.prompt, asked), options, item.unit, partial(lock, item))
        display(form)  # type: ignore[no-untyped-call]


def lock(item: Item, answer: Any, confidence: float) -> str:
    """Record the prediction unless there is one, and return the line that says what counts."""
    try:
        read = answers.letter(item, answer) if item.choices else answers.number(answer)
        sure = answers.number(confidence)
    except answers.Unreadable as refusal:
        raise InvalidInput(f"prediction for {item.id!r}: {refusal}") from None
    if not 0 <= sure <= 100:
        raise InvalidInput(f"confidence is {sure:g}, but it must be a percent from 0 to 100")
    fresh = False

    def add(state: State) -> None:
        nonlocal fresh
        fresh = item.id not in state["predictions"] and item.id not in state["skips"]
        if fresh:
            state["predictions"][item.id] = {"answer": read, "confidence": sure, "hit": None}

    state = store.change(add)
    return f"Locked in: {_told(item, state)}. Now run the reveal." if fresh else _already(item, state)


def reveal(id_: str, *, skip: bool = False) -> None:
    """Say what was predicted, what happened and which idea tells; without a prediction, ask for one.

    `skip=True` shows the outcome without a prediction and records that; so does a test that is looking on.
    """
    item = _predictable(id_)
    given = numbers(item, alias())
    right = expected(item, given, alias())
    kept = store.read()
    if id_ not in kept["predictions"]:
        if not (skip or under_test() or id_ in kept["skips"]):
            tell(
                f'First lock in what you expect: run the cell with predict("{id_}") and come back. A guess is welcome.'
                f'\nreveal("{id_}", skip=True) shows the outcome without one.'
            )
            return
        store.change(lambda state: state["skips"].setdefault(id_, {"times": 0}).update(times=1))
        begun = "No prediction this time."
    else:
        said = verdict(item, kept["predictions"][id_]["answer"], alias())

        def settle(state: State) -> None:
            if id_ in state["predictions"]:
                state["predictions"][id_]["hit"] = said.passed

        store.change(settle)
        fits = "That is what happens." if said.passed else "It goes another way"
        why = f": yours is what you get from {item.wrong[said.cause].message}." if said.cause in item.wrong else "."
        begun = f"You expected {_told(item, kept)}. {fits}{'' if said.passed else why}"
    tell(
        "\n".join(
            [
                begun,
                f"What happens: {_outcome(item, right)}",
                sentence(fill(item.solution, given, right)),
                *([f"The idea that tells: {fill(item.note, given, right)}"] if item.note else []),
            ]
        )
    )


def calibration() -> None:
    """Compare how sure you were with how often you were right, in words, and say how much that can mean."""
    settled = [one for one in store.read()["predictions"].values() if one["hit"] is not None]
    tell("\n".join(report([(one["confidence"], one["hit"]) for one in settled])))


def report(settled: list[tuple[float, bool]]) -> list[str]:
    """The lines of `calibration` for pairs of confidence (percent) and hit.

    >>> for line in report([(90, True), (80, False)]):
    ...     print(line)
    2 predictions revealed: on average you were 85 % sure, and 50 % came true.
    With 2 predictions the second figure moves by about 35 points by luck alone.
    That is too few to say more. Each reveal adds one.
    """
    if not settled:
        return ["No prediction has been revealed yet: lock one in with predict, then reveal it."]
    count = len(settled)
    sure = sum(confidence for confidence, _ in settled) / count
    hits = 100 * sum(hit for _, hit in settled) / count
    luck = 100 * math.sqrt(0.25 / count)
    plural = "predictions" if count > 1 else "prediction"
    lines = [
        f"{count} {plural} revealed: on average you were {sure:.0f} % sure, and {hits:.0f} % came true.",
        f"With {count} {plural} the second figure moves by about {luck:.0f} points by luck alone.",
    ]
    if count < 8:
        return [*lines, "That is too few to say more. Each reveal adds one."]
    for low, high in ((0, 59), (60, 79), (80, 100)):
        band = [hit for confidence, hit in settled if low <= confidence < high + 1]
        if band:
            lines.append(f"  {low:>2} to {high:>3} % sure: {sum(band)} of {len(band)} came true")
    if abs(sure - hits) <= 2 * luck:
        return [*lines, "Your confidence and your hits agree as well as this many predictions can tell."]
    habit = "surer than right: ask what would make you wrong" if sure > hits else "right more often than you trust"
    return [*lines, f"You are {habit}."]


def _predictable(id_: str) -> Item:
    item = catalogue.item(id_)
    if item.expects not in ("letter", "number"):
        raise InvalidInput(f"item {id_!r} is of format {item.format}: answer it with check instead of predict")
    return item


def _told(item: Item, state: State) -> str:
    kept = state["predictions"][item.id]
    return f"{_outcome(item, kept['answer']).rstrip('.')} ({kept['confidence']:g} % sure)"


def _outcome(item: Item, answer: Any) -> str:
    if item.choices:
        choice = fill(item.choices[item.letters.index(answer)], numbers(item, alias()))
        return f"{answer}, {choice}"
    return f"{worded(answer)} {item.unit}".strip()


def _already(item: Item, state: State) -> str:
    again = f'reset("{item.id}") lets you begin anew.'
    if item.id in state["predictions"]:
        return f"Your first prediction counts: {_told(item, state)}. {again}"
    return f"You have seen this outcome already, so a prediction would be memory. {again}"
