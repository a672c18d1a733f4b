"""The map: levels, signs, and what stands at the end of a lesson; it follows the record."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from marginlib.errors import InvalidInput, UnknownName
from marginlib.learn import (
    board,
    catalogue,
    chart,
    check,
    finish,
    goals,
    here,
    predict,
    progress,
    records,
    reset,
    reveal,
    sessions,
    store,
)
from marginlib.learn.items import Checkpoint, Goal, Lesson
from marginlib.learn.tanks import objectives, row
from tests.learn.examples import LESSON, variant

Say = pytest.CaptureFixture[str]
GOALS = (
    Goal("90-goal-empty", "an empty pool", lambda result: result["left"] == 0, "Nothing is left."),
    Goal("90-goal-tie", "a tie", lambda result: result["left"] == 5, "Both have the same."),
)


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> tuple[Lesson, ...]:
    """A lesson with goals and a checkpoint behind it, and one that follows."""
    first = replace(LESSON, goals=GOALS, notebook="90_first.ipynb", checkpoint=Checkpoint("checkpoint_1.ipynb", ()))
    items = tuple(variant(one, id=f"91-{one.id[3:]}") for one in LESSON.items)
    second = replace(LESSON, number="91", items=items, paradox="Why did it move?", notebook="91_second.ipynb")
    monkeypatch.setattr(catalogue, "lessons", lambda: (first, second))
    return first, second


class Words(HTMLParser):
    """The text of a page, its links, and the names of what has one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep links and names."""
        found = dict(attrs)
        self.links += [found["href"] or ""] if "href" in found else []
        self.names += [found["aria-label"] or ""] if "aria-label" in found else []


def test_a_level_is_what_is_done_of_the_path() -> None:
    """Items passed, predictions revealed and goals met, of all of them; a try is none, an extra item is not counted."""
    first = catalogue.lessons()[0]
    count = len(first.items) + 2
    assert chart.tank(first, store.read())[1:] == (0, count)
    check("90-choice", "A plus.")
    assert chart.tank(first, store.read()).done == 0
    check("90-choice", "A minus.")
    predict("90-hook", "it gains")
    reveal("90-hook")
    goals.meet("90-goal-tie")
    assert chart.tank(first, store.read()).done == 3
    assert chart.tank(first, store.read()).level == 3 / count
    extra = replace(first, items=(*first.items, variant(first.items[2], id="90-more", extra=True)))
    assert chart.tank(extra, store.read()).of == count


def test_columns_stand_under_one_another(capsys: Say) -> None:
    """In a terminal by blanks, in a notebook by a table."""
    check("90-choice", "A minus.")
    check("90-profit", 1)
    capsys.readouterr()
    progress()
    lines = capsys.readouterr().out.splitlines()
    assert len({line.index("Where did it go?") for line in lines if "Where did it go?" in line}) == 1
    assert len({line.index(text) for line in lines for text in LESSON.objectives.values() if text in line}) == 1
    html = objectives(store.read())
    assert html.count("<tr>") == 2 * (1 + len(LESSON.objectives))
    assert "○○≈○○○✓" in html


def test_a_row_of_tanks_is_filled_named_and_linked() -> None:
    """Each link has a name of its own; a checkpoint is a wall between them; the lesson that one is in is marked."""
    check("90-choice", "A minus.")
    html = row(store.read(), catalogue.lessons()[0])
    found = Words(html)
    assert found.links == ["../lessons/90_first.ipynb", "../exercises/checkpoint_1.ipynb", "../lessons/91_second.ipynb"]
    assert found.names[0] == "Lesson 90: Where did it go? 1 of 13 done."
    assert len(set(found.names)) == len(found.names) == 3
    assert html.count("aria-current") == 1
    assert [float(level) for level in re.findall(r"height: (\d+)%", html)] == [8, 0]


def test_here_says_where_one_is(capsys: Say) -> None:
    """A lesson that does not exist is refused."""
    here(91)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "you are here" in line] == [lines[1]]
    assert lines[-1] == "You are in lesson 91, and 0 of its 11 steps are done."
    with pytest.raises(UnknownName):
        here("07")


def test_finish_says_what_is_done_how_sure_and_what_comes_next(capsys: Say) -> None:
    """With the paradox of the next lesson in one line; the last lesson says that it is."""
    predict("90-hook", "it gains", confidence=80)
    reveal("90-hook")
    goals.meet("90-goal-empty")
    capsys.readouterr()
    finish("90")
    said = capsys.readouterr().out
    assert "2 of the 13 steps" in said
    assert 'Still open: 10 cards and the goal "a tie".' in said
    assert "on average you were 80 % sure, and 0 % came true" in said
    assert said.splitlines()[-1] == "Next, lesson 91: Why did it move?"
    finish("91")
    assert "last lesson" in capsys.readouterr().out


def test_a_map_on_the_page_follows_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card that passes and a goal that is met below fill the tank above; after that it is forgotten with its cell."""
    pages: list[str] = []

    class Handle:
        def update(self, shown: board.Board) -> None:
            pages.append(shown._repr_mimebundle_()["text/plain"].splitlines()[-1])

    monkeypatch.setattr(board, "get_ipython", object)
    monkeypatch.setattr(board, "display", lambda *_, **__: Handle())
    here("90")
    check("90-choice", "A minus.")
    goals.meet("90-goal-tie")
    reset("90")
    assert [re.findall(r"(\d+) of its", page) for page in pages] == [["1"], ["2"], ["0"]]
    board._boards.clear()
    check("90-choice", "A minus.")
    assert len(pages) == 3


def test_a_page_that_was_drawn_before_is_told_by_its_newest_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the map as it is now, and the words by which the page finds what it shows of it."""
    sent: list[dict[str, Any]] = []

    class Newest:
        def send(self, content: dict[str, Any]) -> None:
            sent.append(content)

    class Handle:
        def update(self, shown: board.Board) -> None:
            shown._repr_mimebundle_()

    def displayed(shown: board.Board, **_: object) -> Handle:
        shown._repr_mimebundle_()
        return Handle()

    newest = Newest()
    sessions.reach(newest)
    monkeypatch.setattr(board, "get_ipython", object)
    monkeypatch.setattr(board, "display", displayed)
    here("90")
    check("90-choice", "A minus.")
    goals.meet("90-goal-tie")
    assert "2 of its 13 steps" in sent[-1]["map"]
    assert [re.findall(r"(\d+) of its", words) for words in sent[-1]["before"]] == [["0"], ["1"]]
    assert not any("<" in words for words in sent[-1]["before"])
    board._boards.clear()


def test_goals_are_met_once_and_dated() -> None:
    """The first date stays; a key of another form is refused, and nothing is recorded."""
    goals.meet("90-goal-tie")
    assert goals.met() == {"90-goal-tie": records.today()}
    store.change(lambda state: state["goals"].update({"90-goal-tie": "2020-01-01"}))
    goals.meet("90-goal-tie")
    assert goals.met() == {"90-goal-tie": "2020-01-01"}
    with pytest.raises(InvalidInput, match="00-goal-front-page"):
        goals.meet("tie")
    assert GOALS[0].met({"left": 0})
    reset("90-goal-tie")
    assert not goals.met()
