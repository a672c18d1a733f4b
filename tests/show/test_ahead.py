"""What is drawn ahead is what is shown later, and nothing is shown that was not asked for."""

import asyncio
from typing import Any

import pytest

from marginlib.errors import InvalidInput
from marginlib.show import ahead
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from tests.show import demo

State = dict[str, Any]


class Watched:
    """An explorer whose model notes each call, and refuses a leverage of 13."""

    def __init__(self) -> None:
        self.asked: list[State] = []
        controls = {
            "leverage": slider("Leverage", 10, 1, 20),
            "price": slider("Price", 100.0, 50.0, 100.05, 0.05),
            "side": choice("Side", ["long", "short"]),
        }
        self.explorer = Explorer(self._model, controls, demo.Picture())
        self.asked.clear()

    def _model(self, **state: Any) -> demo.Result:
        if state["leverage"] == 13:
            raise InvalidInput("thirteen is not for sale")
        self.asked.append(state)
        return demo.model(state["leverage"], state["price"])

    def prepared(self, name: str) -> list[Any]:
        """What the model was asked for since the last look, of one control."""
        asked = [state[name] for state in self.asked]
        self.asked.clear()
        return asked


def moved(watched: Watched, name: str, value: Any) -> None:
    """Move a control as a browser does."""
    watched.explorer._received({"question": "view.1", "values": {name: value}})


def at_leisure(watched: Watched, *moves: tuple[str, Any]) -> None:
    """Make the moves of (control, value) in a running loop, and wait after each until nothing is to be drawn."""

    async def made() -> None:
        for name, value in moves:
            moved(watched, name, value)
            await nothing_waits(watched)

    asyncio.run(made())


async def nothing_waits(watched: Watched) -> None:
    """Let the loop run until all is drawn ahead."""
    while watched.explorer._ahead._waiting:  # noqa: ASYNC110 - a timer tells nobody that it has run
        await asyncio.sleep(ahead.QUIET / 10)


def test_the_next_step_on_and_the_step_back_are_drawn_ahead() -> None:
    """Once each, the direction of the slider first; what was shown lately is not drawn again."""
    watched = Watched()
    at_leisure(watched, ("leverage", 8))
    assert watched.prepared("leverage") == [8, 7, 9]
    at_leisure(watched, ("leverage", 7))
    assert watched.prepared("leverage") == [6]
    at_leisure(watched, ("leverage", 8))
    assert watched.prepared("leverage") == []
    at_leisure(watched, ("leverage", 9))
    assert watched.prepared("leverage") == []  # with 10 it began
    at_leisure(watched, ("leverage", 6))
    assert watched.prepared("leverage") == [5]


def test_what_is_drawn_ahead_is_what_would_be_drawn_now() -> None:
    """Picture, words, table and result are those of an explorer that was set there."""
    watched, other = Watched(), Watched().explorer
    w = watched.explorer
    other.set(leverage=7, price=98.95)
    at_leisure(watched, ("leverage", 8), ("leverage", 7), ("price", 99.0))
    asked = {"leverage": 7, "price": 98.95, "side": "long"}
    assert watched.asked.count(asked) == 1
    at_leisure(watched, ("price", 98.95))
    assert watched.asked.count(asked) == 1
    assert w._picture == other._picture
    assert {**w._view, "answer": ""} == other._view
    assert w.result == other.result == demo.model(7, 98.95)
    assert w._repr_mimebundle_()["image/png"] == other._repr_mimebundle_()["image/png"]


def test_steps_of_a_fraction_meet_what_a_browser_makes_of_them() -> None:
    """A browser adds 0.05 often and keeps what that gives, 99.95000000000002 for one."""
    watched = Watched()
    at_leisure(watched, ("price", 100.0 - 0.1 + 1e-14), ("price", 100.0 - 0.05 - 1e-14), ("price", 100.0 + 1e-14))
    assert watched.prepared("price") == [99.9, 99.85, 99.95, 100.05]  # with 100 it began


def test_questions_that_wait_come_before_what_may_be_asked() -> None:
    """Where one follows the other at once, only the last is followed by a look ahead."""
    watched = Watched()

    async def held() -> None:
        for value in (9, 8, 7):
            moved(watched, "leverage", value)
            await asyncio.sleep(0)
        await nothing_waits(watched)

    asyncio.run(held())
    assert watched.prepared("leverage") == [9, 8, 7, 6]


def test_after_one_step_the_next_is_drawn_at_once_and_after_a_jump_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key goes on by steps; a pointer goes anywhere, so that a guess waits until all is quiet, here for an hour."""
    monkeypatch.setattr(ahead, "QUIET", 3600)
    watched = Watched()

    async def pressed(value: int) -> None:
        moved(watched, "leverage", value)
        await asyncio.sleep(5 * ahead.SOON)

    asyncio.run(pressed(15))
    assert watched.prepared("leverage") == [15]
    asyncio.run(pressed(14))
    assert watched.prepared("leverage") == [14]  # 13 is refused
    asyncio.run(pressed(8))
    asyncio.run(pressed(7))
    assert watched.prepared("leverage") == [8, 7, 6]


def test_what_cannot_be_drawn_ahead_is_told_when_it_is_asked_for() -> None:
    """Not before, and the page that is seen stays."""
    watched = Watched()
    w = watched.explorer
    at_leisure(watched, ("leverage", 12))
    assert not w._alert
    assert w.result == demo.model(12, 100.0)
    with pytest.raises(InvalidInput, match="thirteen"):
        at_leisure(watched, ("leverage", 13))
    assert "thirteen" in w._alert
    assert w.result == demo.model(12, 100.0)


def test_controls_without_steps_and_ends_of_sliders_look_no_further() -> None:
    """A list leads nowhere, and a slider at its end only back."""
    watched = Watched()
    at_leisure(watched, ("side", 1))
    assert watched.prepared("side") == ["short"]
    at_leisure(watched, ("leverage", 1))
    assert watched.prepared("leverage") == [1, 2]


def test_a_cell_that_moves_a_control_draws_nothing_ahead() -> None:
    """Without a browser there is nobody to wait for the next step."""
    watched = Watched()

    async def set_by_a_cell() -> None:
        watched.explorer.leverage.value = 8
        await nothing_waits(watched)

    asyncio.run(set_by_a_cell())
    assert watched.prepared("leverage") == [8]


def test_a_story_that_plays_is_not_drawn_ahead() -> None:
    """The browser has asked for the next step already."""
    watched = Watched()

    async def played() -> None:
        watched.explorer._received({"question": "view.1", "values": {"leverage": 8}, "playing": True})
        await nothing_waits(watched)

    asyncio.run(played())
    assert watched.prepared("leverage") == [8]
