"""ask and predict: an item as a card, or as text where no notebook is listening."""

from collections.abc import Sequence
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from marginlib.learn import answers, catalogue, predictions, sessions, store
from marginlib.learn.card import Card
from marginlib.learn.items import Item
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


def put(item: Item, *, labels: Sequence[object] = (), scene: Any = None) -> None:
    """Show the card of an item, or its text where no notebook is listening."""
    if get_ipython() is None:
        state = store.read()
        if item.id in state["predictions"] or item.id in state["skips"]:
            sessions.tell(predictions.already(item, state))
            return
        name = sessions.alias() if labels else sessions.show_to(item)
        call = PREDICT if item.format == "predict" else ASK
        sessions.tell("\n".join([*prompt_lines(item, name, *labels), call.format(item.id)]))
        return
    display(Card(item, labels=labels, scene=scene))  # type: ignore[no-untyped-call]


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
