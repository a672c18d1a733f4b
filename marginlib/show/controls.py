"""Controls of an explorer: a label, a value, and that value in words. The browser draws them as its own inputs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from marginlib.errors import InvalidInput

DIGITS = 9  # in which a value counts: a browser reaches 0.65 as 0.6500000000000001
FEW, SHORT = 3, 36  # so many options, of so many letters together, are seen side by side; others fold into a list


class Control:
    """A knob with a `label`; `words` turns its value into the text beside it.

    It comes with the part of a lesson called `stage`, and waits behind "more" before. `disabled` means that it makes no
    difference as things stand. Whoever shows it sets `moved`, which is called with the value that it had before.
    """

    kind = "switch"

    def __init__(self, label: str, value: Any, words: Callable[[Any], str], stage: int) -> None:
        self.label, self.words, self.stage = label, words, stage
        self.disabled = False
        self.moved: Callable[[Any], None] = lambda before: None  # noqa: ARG005 - nobody looks
        self._value = self.checked(value)

    @property
    def value(self) -> Any:
        """The value of the control; setting it redraws. Raises `InvalidInput` for a value that it does not have."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        before = self.put(value)
        if before != self._value:
            self.moved(before)

    def put(self, value: Any) -> Any:
        """Take on a value without telling anybody, and return the one before."""
        before, self._value = self._value, self.checked(value)
        return before

    def checked(self, value: Any) -> Any:
        """Return the value as the control holds it, or raise `InvalidInput`."""
        return bool(value)

    @property
    def positions(self) -> list[Any]:
        """Values at which to try it: every one, or of a slider both ends and the middle."""
        return [False, True]

    def steps(self, before: Any) -> list[Any]:  # noqa: ARG002 - a slider needs it
        """Where it may go next when it has come from `before`: on in that direction first; nowhere but for sliders."""
        return []

    def stepped(self, before: Any) -> bool:  # noqa: ARG002 - the same
        """Whether it has come from `before` in one step, as by a key."""
        return False

    @property
    def looks(self) -> dict[str, Any]:
        """What a browser needs to draw it, and what does not change."""
        return {"kind": self.kind, "label": self.label}

    @property
    def sent(self) -> Any:
        """The value as it goes to a browser."""
        return self._value

    def received(self, sent: Any) -> Any:
        """The value that a browser has sent."""
        return sent


class Slider(Control):
    """A range from `min` to `max` in steps of `step`; whole numbers all through stay whole."""

    kind = "slider"

    def __init__(self, label: str, value: float, ends: tuple[float, float], step: float, *rest: Any) -> None:
        (self.min, self.max), self.step = ends, step
        self.whole = all(isinstance(number, int) for number in (value, *ends, step))
        super().__init__(label, value, *rest)

    def checked(self, value: Any) -> Any:
        """The number, whole where all are."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise InvalidInput(f"{self.label!r} is a number, not {value!r}") from None
        if not self.min <= number <= self.max:
            raise InvalidInput(f"{self.label!r} goes from {self.min:,g} to {self.max:,g}, not to {value!r}")
        if self.whole and not number.is_integer():
            raise InvalidInput(f"{self.label!r} counts in whole numbers, so it cannot be {value!r}")
        return int(number) if self.whole else round(number, DIGITS)

    @property
    def positions(self) -> list[Any]:
        """Both ends and the middle."""
        middle = (self.min + self.max) / 2
        return [self.min, int(middle) if self.whole else middle, self.max]

    def steps(self, before: Any) -> list[Any]:
        """One step on and one step back."""
        step = self.step if self.value >= before else -self.step
        ways = (round(self.value + step, DIGITS), round(self.value - step, DIGITS))
        return [value for value in ways if self.min <= value <= self.max]

    def stepped(self, before: Any) -> bool:
        """Whether it has come from `before` in one step."""
        return bool(round(abs(self.value - before), DIGITS) == self.step)

    @property
    def looks(self) -> dict[str, Any]:
        """With its ends and steps."""
        return {**super().looks, "min": self.min, "max": self.max, "step": self.step}


class Ladder(Slider):
    """A slider over a row of `rungs` that need not be equally far apart; the browser sees their places."""

    def __init__(self, label: str, value: float, rungs: Sequence[float], *rest: Any) -> None:
        self.rungs = list(rungs)
        super().__init__(label, value, (0, len(self.rungs) - 1), 1, *rest)

    def checked(self, value: Any) -> Any:
        """One of the rungs."""
        if value not in self.rungs:
            raise InvalidInput(f"{self.label!r} goes from {self.rungs[0]:,g} to {self.rungs[-1]:,g}, not to {value!r}")
        return self.rungs[self.rungs.index(value)]

    @property
    def positions(self) -> list[Any]:
        """Both ends and the middle."""
        return [self.rungs[0], self.rungs[len(self.rungs) // 2], self.rungs[-1]]

    def steps(self, before: Any) -> list[Any]:
        """One rung on and one rung back."""
        step = 1 if self.value >= before else -1
        return [self.rungs[place] for place in (self.sent + step, self.sent - step) if 0 <= place <= self.max]

    def stepped(self, before: Any) -> bool:
        """Whether it has come from `before` in one step."""
        return abs(self.sent - self.rungs.index(before)) == 1

    @property
    def sent(self) -> int:
        """The place of the rung."""
        return self.rungs.index(self.value)

    def received(self, sent: Any) -> Any:
        """The rung at that place."""
        return self.rungs[int(sent)]


class Choice(Control):
    """One of several options, each a label and what it stands for."""

    def __init__(self, label: str, value: Any, options: list[tuple[str, Any]], stage: int) -> None:
        self.options = options
        few = len(options) <= FEW and sum(len(name) for name, _ in options) <= SHORT
        self.kind = "radios" if few else "list"
        super().__init__(label, value, lambda _: "", stage)

    def checked(self, value: Any) -> Any:
        """One of the values."""
        found = [one for _, one in self.options if one == value]
        if not found:
            offered = ", ".join(repr(one) for _, one in self.options)
            raise InvalidInput(f"{self.label!r} has no option {value!r}; choose one of {offered}")
        return found[0]

    @property
    def positions(self) -> list[Any]:
        """Every option."""
        return [value for _, value in self.options]

    @property
    def looks(self) -> dict[str, Any]:
        """With the labels of its options."""
        return {**super().looks, "options": [name for name, _ in self.options]}

    @property
    def sent(self) -> int:
        """The place of the option."""
        return self.positions.index(self.value)

    def received(self, sent: Any) -> Any:
        """The option at that place."""
        return self.positions[int(sent)]


def slider(
    label: str, value: float, low: float, high: float, step: float = 1, words: str = "{:g}", *, stage: int = 1
) -> Slider:
    """Return a slider from `low` to `high`; `words` is a format such as "{:.0f}x" or "{:,.0f} USDT".

    >>> slider("Leverage", 10, 1, 50, words="{}x").value
    10
    """
    return Slider(label, value, (low, high), step, words.format, stage)


def ladder(label: str, value: float, rungs: Sequence[float], words: str = "{:g}", *, stage: int = 1) -> Ladder:
    """Return a slider over `rungs`, from the first to the last; `words` is a format as in `slider`.

    >>> ladder("Push", 10, (2, 2.5, 3, 10, 30), words="{:g} times").steps(3)
    [30, 3]
    """
    return Ladder(label, value, rungs, words.format, stage)


def choice(label: str, options: Iterable[str] | Mapping[str, Any], value: Any = None, *, stage: int = 1) -> Choice:
    """Return a list to choose from; a mapping gives what each option stands for. The first one is chosen at first.

    >>> choice("Contract", ["linear", "inverse"]).value
    'linear'
    """
    offered = list(options.items()) if isinstance(options, Mapping) else [(option, option) for option in options]
    return Choice(label, offered[0][1] if value is None else value, offered, stage)


def switch(label: str, *, value: bool = False, words: tuple[str, str] = ("no", "yes"), stage: int = 1) -> Control:
    """Return a box to tick.

    >>> switch("Fees").words(True)
    'yes'
    """
    return Control(label, value, lambda on: words[bool(on)], stage)
