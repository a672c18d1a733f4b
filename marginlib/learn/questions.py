"""ask and predict: an item as a card, or as text where no notebook is listening."""

from collections.abc import Callable, Sequence
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from marginlib.errors import InvalidInput
from marginlib.learn import answers, catalogue, predictions, sessions, store
from marginlib.learn.card import Card
from marginlib.learn.items import Item, Verdict
from marginlib.learn.verdicts import verdict
from marginlib.learn.wording import prompt_lines

ASK = 'check("{}", your_answer) judges it.'
PREDICT = 'predict("{}", your_answer, confidence=70) locks it in.'


def ask(id_: str) -> None:
    """Show an item as a card: its question with the learner's numbers, a field, hints, and the verdict in place.

    Where there are no widgets, the question and how it is answered. Raises UnknownName for an id not in the bank.

    >>> ask("everyday-two-days")
    An account holds 370 USDT. It loses 86 USDT, then gains 29 USDT. What is the whole change, with its sign?
    Wanted: a number in USDT, to within 0.01.
    check("everyday-two-days", your_answer) judges it.
    """
    put(catalogue.item(id_))


Note = Callable[[Item, Verdict], None]


def put(item: Item, *, labels: Sequence[object] = (), scene: Any = None, note: Note | None = None) -> None:
    """Show the card of an item, or its text where no notebook is listening; `note` hears of each verdict."""
    if get_ipython() is None:
        state = store.read()
        if item.id in state["predictions"] or item.id in state["skips"]:
            sessions.tell(predictions.already(item, state))
            return
        name = sessions.alias() if labels else sessions.show_to(item)
        call = PREDICT if item.format == "predict" else ASK
        sessions.tell("\n".join([*prompt_lines(item, name, *labels), call.format(item.id)]))
        return
    display(Card(item, labels=labels, scene=scene, note=note))  # type: ignore[no-untyped-call]


def in_turn(
    call: str, asked: Sequence[tuple[Item, Sequence[object]]], given: Sequence[Any], note: Note = sessions.recall
) -> None:
    """Questions as text, each with the labels that draw its numbers, or the verdicts on the answers that are given.

    `call` is how the call begins that judges them; a place may be left open with None.
    Raises InvalidInput for more answers than questions.
    """
    if len(given) > len(asked):
        raise InvalidInput(f"{len(given)} answers for {len(asked)} questions: leave the last ones out")
    name, lines = sessions.alias(), []
    padded = [*given, *[None] * (len(asked) - len(given))]
    for place, ((item, labels), answer) in enumerate(zip(asked, padded, strict=True), start=1):
        said = verdict(item, answer, name, *labels, seen=sessions.seen())
        note(item, said)
        prompt = "\n   ".join(prompt_lines(item, name, *labels))
        lines.append(f"{place}. {prompt}" + (f"\n   {said}" if given else ""))
    if not given:
        holes = ", ".join(f"answer_{place}" for place in range(1, len(asked) + 1))
        lines.append(f"Without looking back: {call}, {holes}) checks them; None skips one.")
    sessions.tell("\n".join(lines))


def predict(id_: str, answer: Any = None, *, confidence: float = 50, scene: Any = None) -> None:
    """Lock in a prediction and how sure you are, in percent; without an answer, show a card for it.

    The first prediction counts: a second one changes nothing and says so, until `reset` of this item. Locking in on the
    card shows what happened, and calls `scene.play_on()` where a scene is given.
    Raises InvalidInput for an answer or a confidence that cannot be read.
    """
    item = predictions.predictable(id_)
    if answers.missing(answer):
        put(item, scene=scene)
        return
    fresh, state = predictions.lock(item, answer, confidence, sessions.shown_to(item))
    told = predictions.locked(item, state) if fresh else predictions.already(item, state)
    sessions.tell(told)
    if fresh and scene is not None:
        scene.play_on()
