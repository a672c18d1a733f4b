"""A story: a picture over time, which plays to the moment of a question and goes on when that is answered."""

from collections.abc import Callable, Mapping
from typing import Any

from marginlib.errors import InvalidInput
from marginlib.show.controls import Control
from marginlib.show.explorer import Explorer, Result
from marginlib.show.scene import Scene


class Story(Explorer):
    """An explorer whose only control is time, and which a learner cannot move beyond `stop` before `play_on`.

    Raises `InvalidInput` for other controls, and for a `stop` outside of the time there is.
    """

    def __init__(
        self,
        model: Callable[..., Result],
        controls: Mapping[str, Control],
        picture: Scene[Any],
        *,
        stop: float,
        time: str = "now",
        rate: float = 20.0,
    ) -> None:
        if list(controls) != [time]:
            raise InvalidInput(f"a story has the control {time!r} and no other, not {', '.join(controls) or 'none'}")
        self._limit: float | None = controls[time].checked(stop)
        super().__init__(model, controls, picture, time=time, rate=rate)

    def play_on(self) -> float:
        """Open the time after the stop, and let every page that shows the story play on to its end.

        Returns the seconds that this takes at least, rests included.
        """
        time: Any = self._controls[str(self._time)]
        now, self._limit = time.value, None
        self.refresh()
        self.send({"play": True})
        rests = sum(rest for at, rest in self._view["rests"] if at > now)
        return float((time.max - now) / time.step / self._parts["rate"] + rests)

    def _now(self) -> dict[str, Any]:
        return {**super()._now(), "limit": self._limit}
