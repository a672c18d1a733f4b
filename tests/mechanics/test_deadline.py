"""A time limit ends what can be ended, says what it left behind, and changes nothing of what is in time."""

import sys
from threading import Event, get_ident

import pytest

from marginlib.deadline import Stopped, within
from marginlib.errors import InvalidInput


def test_code_that_will_not_stop_is_left_behind() -> None:
    """A loop that catches everything, and a wait inside a C function: the caller goes on, and says what is to do."""
    end = Event()

    def stubborn() -> None:
        while not end.is_set():
            try:
                end.wait(0.001)
            except BaseException:  # noqa: BLE001, S112 - this is what it is about
                continue

    with pytest.raises(Stopped, match=r"within 0\.05 seconds and does not stop when told to: restart the kernel"):
        within(0.05, stubborn)
    with pytest.raises(Stopped, match="restart the kernel"):
        within(0.05, lambda: Event().wait(3))
    end.set()


def test_except_exception_does_not_save_a_loop() -> None:
    """What is raised in it is no `Exception`."""

    def careless() -> None:
        while True:
            try:
                sum(range(100))
            except Exception:  # noqa: BLE001, S112 - this is what it is about
                continue

    with pytest.raises(Stopped, match="was stopped"):
        within(0.05, careless)


def test_what_is_in_time_comes_back_as_it_is() -> None:
    """Answers, None among them, and errors."""
    assert within(5.0, lambda: None) is None
    with pytest.raises(ZeroDivisionError):
        within(5.0, lambda: 1 / 0)
    with pytest.raises(InvalidInput, match="time limit"):
        within(0.0, lambda: None)


def test_where_there_are_no_threads_the_code_runs_without_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a browser it runs where the caller is; everywhere else in a thread of its own."""
    assert within(5.0, get_ident) != get_ident()
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert within(5.0, get_ident) == get_ident()
