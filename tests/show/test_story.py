"""A story plays to the moment of its question, and on when that is answered."""

import pytest

from marginlib.course.start_here import picture
from marginlib.errors import InvalidInput
from marginlib.show.controls import slider
from marginlib.show.story import Story
from tests.show import demo


def test_a_story_begins_at_rest_and_ends_at_its_stop_until_it_may_play_on() -> None:
    """The page is told where to stop, then that there is no stop, and how long the rest takes."""
    story = picture.scene()
    assert story.state == {"now": 0.0}
    assert story._view["limit"] == 20
    story.now.value = 20.0
    assert round(sum(pool.level for pool in story.result.isolated)) == 327
    # 28 hours in quarters at 20 steps a second; no pool closes after the stop
    assert story.play_on() == pytest.approx(28 * 4 / 20)
    assert story._view["limit"] is None


def test_a_story_has_time_and_nothing_else() -> None:
    """Other controls, and a stop beyond the end, are refused."""
    with pytest.raises(InvalidInput, match="price"):
        Story(demo.model, {"price": slider("Price", 100.0, 50.0, 110.0)}, demo.Picture(), stop=60)
    with pytest.raises(InvalidInput, match="goes from 0 to 48"):
        Story(demo.model, {"now": slider("Time", 0, 0, 48)}, demo.Picture(), stop=60)


def test_a_preset_sets_the_whole_state() -> None:
    """Whatever was moved before, also what the preset does not name."""
    w = picture.explorer()
    start = w.state
    w.set(depth=40, back=15, speed=2, leverage=3, now=7.0)
    w.preset("all the way back")
    assert w.state == {**start, "back": 100, "now": 48.0}
    assert w._view["preset"] == "all the way back"
