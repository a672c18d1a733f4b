"""Rulers: prices stand in their order, and labels keep apart."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marginlib.errors import InvalidInput
from marginlib.show.ruler import Ruler, Tick
from marginlib.show.scene import Scene
from tests.show.layout import faults

SCENE = Scene[Any](600, 120)
RULER = Ruler(SCENE, (40, 4, 440, 112), "BTC price, USDT", (60, 130))


@given(some.floats(60, 130), some.floats(60, 130))
def test_a_usdt_is_equally_long_everywhere(one: float, other: float) -> None:
    """440 pixels are 70 USDT."""
    assert RULER.place(other) - RULER.place(one) == pytest.approx((other - one) * 440 / 70, abs=1e-9)


@pytest.mark.parametrize(("one", "other"), [(80.40, 81.41), (60, 60.5), (129.5, 130), (20, 59), (140, 300), (100, 100)])
def test_two_labels_never_touch(one: float, other: float) -> None:
    """Not even of prices that are a pixel apart, or beyond an end, which an arrow says."""
    RULER.show(100, [Tick(one, f"{one:.2f}", "btc"), Tick(other, f"{other:.2f}", "pool")], aim=78)
    assert not faults(SCENE)
    said = [text.get_text() for text in RULER.words]
    assert [text.startswith("← ") for text in said] == [one < 60, other < 60]
    assert [text.endswith(" →") for text in said] == [one > 130, other > 130]


def test_a_ruler_says_what_does_not_fit() -> None:
    """More ticks than it was made for, and ends in the wrong order."""
    with pytest.raises(InvalidInput, match="3 ticks do not fit on a ruler for 2"):
        RULER.show(100, [Tick(90, "")] * 3)
    with pytest.raises(InvalidInput, match="from 130 to 60"):
        Ruler(SCENE, (0, 0, 440, 112), "", (130, 60))
