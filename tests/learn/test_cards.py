"""A card asks, judges in place and remembers; every press is a call that needs no browser."""

from typing import Any

import pytest

from marginlib.errors import UnknownName
from marginlib.learn import ask, check, enrol, predict, reset, sessions, store
from marginlib.learn.card import Card
from marginlib.learn.drawn import expected, letter, numbers
from marginlib.learn.items import Item
from tests.learn.examples import item, variant


def right(of: Item, alias: str = "reader", *labels: object) -> Any:
    """The right answer as it stands in the field of this learner's card."""
    answer = expected(of, numbers(of, alias, *labels), alias, *labels)
    if of.options:
        return letter(of, answer, alias, *labels)
    return list(answer) if of.steps else str(answer)


def sign(card: Card) -> str:
    """The sign of the verdict on the card."""
    return str(card.view["verdict"]["sign"])


@pytest.mark.parametrize(
    ("id_", "kind"),
    [
        ("90-profit", "number"),
        ("90-choice", "choice"),
        ("90-order", "order"),
        ("90-why", "text"),
        ("90-hook", "predict"),
        ("90-amount", "predict"),
        ("90-function", "code"),
        ("90-bug", "code"),
        ("90-path", "code"),
        ("90-design", "code"),
    ],
)
def test_every_format_has_a_card_that_reads_as_text(id_: str, kind: str) -> None:
    """The question, its choices, and where the form would be; the same on every machine."""
    card = Card(item(id_))
    assert card.view["kind"] == kind
    data, _ = card._repr_mimebundle_()
    lines = data["text/plain"].splitlines()
    assert lines[0] == card.view["prompt"]
    assert lines[-1] == "(A form to answer stands here.)"
    assert len(lines) == 2 + len(item(id_).choices or item(id_).steps)


@pytest.mark.parametrize("id_", ["90-profit", "90-choice", "90-order"])
def test_a_right_answer_passes_in_place_and_is_kept(id_: str) -> None:
    """And a card of the same item, opened later, shows what was passed."""
    card = Card(item(id_))
    card.press("check", answer=right(item(id_)))
    assert sign(card) == "✓"
    assert card.view["passed"]
    assert store.read()["items"][id_]["passed"]
    again = Card(item(id_))
    assert sign(again) == "✓"
    assert again.view["answer"] == right(item(id_))


def test_a_number_may_be_a_sum_with_its_unit() -> None:
    """What was understood is shown while it is typed; the sum is judged."""
    given = numbers(item("90-profit"), "reader")
    card = Card(item("90-profit"))
    text = f"{given.size} * ({given.price} - {given.entry}) USDT"
    card.press("read", answer=text)
    assert card.view["read"] == f"= {given.size * (given.price - given.entry):,} USDT"
    card.press("check", answer=text)
    assert sign(card) == "✓"


@pytest.mark.parametrize(
    ("id_", "answer"),
    [("90-profit", ""), ("90-profit", "12,5"), ("90-choice", None), ("90-order", ["A"]), ("90-order", [])],
)
def test_what_cannot_be_judged_is_asked_for_and_not_counted(id_: str, answer: Any) -> None:
    """An empty field, a comma that could mean two things, an order that is not complete."""
    card = Card(item(id_))
    card.press("check", answer=answer)
    assert sign(card) == "!"
    assert id_ not in store.read()["items"]


def test_hints_rise_and_the_way_opens_after_them_or_after_a_pass() -> None:
    """Before that a press on it shows nothing."""
    card = Card(item("90-profit"))
    card.press("way")
    assert not card.view["way"]
    for count in (1, 2, 3):
        card.press("hint")
        assert len(card.view["hints"]) == count
    assert store.read()["items"]["90-profit"]["hints"] == 3
    card.press("way")
    assert f"= {float(right(item('90-profit'))):,.0f} USDT" in card.view["way"]
    assert store.read()["items"]["90-profit"]["solution"]
    passed = Card(item("90-choice"))
    passed.press("check", answer=right(item("90-choice")))
    assert passed.view["open"]


def test_the_third_miss_offers_the_section_that_explains() -> None:
    """And not before; a pass takes the offer away."""
    card = Card(variant(item("90-profit"), section="Profit has a sign"))
    for value in ("1", "2", "3"):
        assert not card.view["section"]
        card.press("check", answer=value)
    assert card.view["section"] == "Profit has a sign"
    card.press("check", answer=right(item("90-profit")))
    assert not card.view["section"]


def test_a_text_is_ticked_beside_the_model_answer() -> None:
    """The model answer comes once something is written; no tick is not done, one is, and the ticks are kept."""
    card = Card(item("90-why"))
    card.press("compare", answer=" ")
    assert sign(card) == "!"
    card.press("compare", answer="banana " * 12)
    assert not card.view["passed"]
    assert card.view["points"] == list(item("90-why").points)
    assert card.view["model"].startswith("Because the price")
    card.press("compare", answer="banana " * 12, ticks=[])
    assert sign(card) == "✗"
    card.press("compare", answer="Price times size.", ticks=[1, 2])
    assert card.view["passed"]
    again = Card(item("90-why"))
    assert (again.view["answer"], again.view["ticks"], again.view["passed"]) == ("Price times size.", [1, 2], True)


class Scene:
    """A scene that counts how often it was told to play on."""

    played: int

    def __init__(self, seconds: float | None = None) -> None:
        self.played = 0
        self.seconds = seconds

    def play_on(self) -> float | None:
        """Go on to the end."""
        self.played += 1
        return self.seconds


def test_locking_in_is_the_reveal() -> None:
    """The scene plays on once, the card says what happened, and nothing can be changed afterwards."""
    scene = Scene(5.6)
    card = Card(item("90-hook"), scene=scene)
    card.press("lock", answer=None, sure=70)
    assert sign(card) == "!"
    assert scene.played == 0
    card.press("lock", answer=letter(item("90-hook"), "A", "reader"), sure=70)
    assert scene.played == 1
    assert card.view["wait"] == 5.6
    for beat in ("It gains", "likely", "It loses", "A long of 4 BTC loses"):
        assert beat in card.view["reveal"]
    card.press("lock", answer=right(item("90-hook")), sure=90)
    assert scene.played == 1
    kept = store.read()["predictions"]["90-hook"]
    assert (kept["choice"], kept["confidence"], kept["hit"]) == ("A", 70, False)
    again = Card(item("90-hook"), scene=scene)
    assert again.view["reveal"]
    assert scene.played == 1


def test_a_number_can_be_predicted_as_a_sum() -> None:
    """And a guess that hits is asked for its reason."""
    size = numbers(item("90-amount"), "reader").size
    card = Card(item("90-amount"))
    card.press("lock", answer="12,5", sure=50)
    assert not store.read()["predictions"]
    card.press("lock", answer=f"{size} * 10", sure=50)
    assert store.read()["predictions"]["90-amount"]["hit"]
    assert "Was this your reason?" in card.view["reveal"]


def test_numbers_on_a_card_are_the_numbers_that_are_judged() -> None:
    """Whoever enrols in another notebook, or here: the card in sight keeps its numbers, a new one has new ones."""
    card = Card(item("90-profit"))
    prompt = card.view["prompt"]
    store.change(lambda state: state.update(alias="grace"))  # a second notebook, a second learner
    check("90-profit", float(right(item("90-profit"))))
    assert sessions.said["90-profit"].passed
    enrol("ada")
    card.press("check", answer=right(item("90-profit")))
    assert card.view["prompt"] == prompt
    assert card.view["passed"]
    new = Card(item("90-profit"))
    assert new.view["prompt"] != prompt
    assert new.view["answer"] is None  # what was passed belonged to other numbers


def test_a_card_of_code_shows_the_verdict_of_its_cell() -> None:
    """The answer is written below the card and judged by check."""
    card = Card(item("90-function"))
    assert card.view["call"] == 'check("90-function", your_function)'
    assert card.view["verdict"] is None
    check("90-function", lambda size, entry, price: size * (price - entry))
    assert sign(card) == "✓"


def test_recalled_cards_have_numbers_of_their_own() -> None:
    """They are judged with those, and leave the first answer as it was."""
    profit = item("90-profit")
    first = Card(profit)
    first.press("check", answer=right(profit))
    card = Card(profit, labels=("recall", "2030-01-01"))
    assert card.view["prompt"] != first.view["prompt"]
    assert card.view["answer"] is None
    card.press("check", answer=right(profit, "reader", "recall", "2030-01-01"))
    kept = store.read()["items"]["90-profit"]
    assert kept["last"] == float(right(profit))
    assert len(kept["recalled"]) == 1
    card.press("check", answer="1")
    assert store.read()["items"]["90-profit"]["missed"]


def test_a_fault_inside_is_said_on_the_card() -> None:
    """So that a learner does not press a dead button."""
    card = Card(variant(item("90-profit"), oracle=lambda **_: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        card.press("check", answer="1")
    assert "ZeroDivisionError" in card.view["alert"]


def test_without_a_notebook_a_card_is_its_question(capsys: pytest.CaptureFixture[str]) -> None:
    """With the call that answers it; an unknown id comes with its neighbours."""
    ask("90-choice")
    assert capsys.readouterr().out.splitlines()[-1] == 'check("90-choice", your_answer) judges it.'
    predict("90-hook")
    assert 'predict("90-hook", your_answer, confidence=70) locks it in.' in capsys.readouterr().out
    with pytest.raises(UnknownName, match="did you mean"):
        ask("90-choic")


def test_an_answer_of_another_task_is_not_judged(capsys: pytest.CaptureFixture[str]) -> None:
    """The very object that was handed in before is told to be stale, not counted; a function is named."""

    def gain(size: int, entry: int, price: int) -> float:
        return size * (price + entry) + 1

    check("90-function", gain)
    assert capsys.readouterr().out.startswith("✗ gain: ")
    check("90-bug", gain)
    assert "you handed in for 90-function" in capsys.readouterr().out
    assert "90-bug" not in store.read()["items"]
    path = [100.0, 200.0]
    check("90-path", path)
    check("90-design", path)
    assert "you handed in for 90-path" in capsys.readouterr().out.splitlines()[-1]
    check("90-design", [100.0, 200.0])  # another list, which happens to be equal
    assert capsys.readouterr().out.startswith("!")


def test_a_function_that_solves_two_tasks_may_be_handed_in_twice() -> None:
    """Only what is not right is called stale."""

    def gain(size: int, entry: int, price: int) -> float:
        return size * (price - entry)

    check("90-function", gain)
    check("90-bug", gain)
    assert store.read()["items"]["90-bug"]["passed"]


def test_a_card_begins_anew_after_reset() -> None:
    """As if it had never been opened."""
    Card(item("90-choice")).press("check", answer=right(item("90-choice")))
    reset("90-choice")
    assert Card(item("90-choice")).view["verdict"] is None
