"""From the command to a picture that moves, without a cell pressed."""

from pathlib import Path

import pytest

from tests.browser import lab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(lab.chromium() is None, reason="no Chromium on the path"),
]
LESSON = "lessons/00_start_here.ipynb"


def test_the_course_opens_awake_and_plays(tmp_path: Path) -> None:
    """No cell is run by the learner: the play button moves the scene, and after a reload it does so again."""
    with lab.serving(tmp_path, "00") as server, lab.browsing(1280, 720) as page:
        page.goto(server.url(LESSON))
        for _ in range(2):
            page.wait_for_selector(lab.IDLE)
            story = page.locator(".bulkheads-explorer").first
            slider, button = story.locator("input[type=range]"), story.locator("button[aria-label=Play]")
            before = slider.input_value(), lab.picture(story)
            button.click()
            page.wait_for_function("it => it.value === '20'", arg=slider.element_handle())
            assert lab.picture(story) != before[1] or before[0] == "20"
            assert not page.locator(".bh-asleep:visible").count()
            assert not lab.errors(page)
            page.reload()
    own = lab.ROOT / LESSON
    assert (tmp_path / LESSON).read_bytes() == own.read_bytes(), "a page that was only looked at is written"
