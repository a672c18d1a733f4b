"""A story in the browser: the play button moves the picture, to the stop and no further, and axe-core finds nothing."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser import lab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(lab.chromium() is None, reason="no Chromium on the path"),
]
STORY = "from marginlib.course.start_here.picture import scene\ns = scene()\ns"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The opening scene of lesson 00 in a notebook of its own, at rest."""
    folder: Path = tmp_path_factory.mktemp("story")
    asked = 'from marginlib.course import predict\npredict("00-hook", scene=s)'
    cells = [nbformat.v4.new_code_cell(code) for code in (STORY, asked)]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=lab.KERNEL)  # type: ignore[no-untyped-call]
    nbformat.write(notebook, folder / "story.ipynb")  # type: ignore[no-untyped-call]
    with lab.serving(folder, "00") as server, lab.browsing(1280, 720) as opened:
        lab.open_notebook(opened, server, "story.ipynb")
        lab.run_all(opened)
        lab.hide_files(opened)
        yield opened


def test_it_plays_by_keyboard_to_the_stop_and_a_drag_goes_no_further(page: Page) -> None:
    """Space on the button; the picture changes; End on the slider leads back to the stop."""
    (story,) = lab.explorers(page)
    slider, button = story.locator("input[type=range]"), story.locator("button")
    before = lab.picture(story)
    assert slider.input_value() == "0"
    button.focus()
    button.press(" ")
    page.wait_for_function("it => it.value === '20'", arg=slider.element_handle())
    page.wait_for_function("it => it.getAttribute('aria-label') === 'Play'", arg=button.element_handle())
    assert button.evaluate("it => it === document.activeElement")
    assert lab.picture(story) != before
    slider.press("End")
    page.wait_for_function("it => it.value === '20'", arg=slider.element_handle())
    assert not lab.errors(page)


def test_nothing_serious_is_found_in_it(page: Page) -> None:
    """By axe-core, in the story alone, in both themes."""
    for theme in lab.themes(page):
        lab.turn(page, theme)
        found = Axe().run(page, context=".bulkheads-explorer")
        serious = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
        assert not [(one["id"], one["nodes"][0]["html"]) for one in serious], theme


def test_locking_in_shows_the_story_play_to_its_end(page: Page) -> None:
    """The picture has been scrolled away by then and comes into view; the wrong answer is told what happened."""
    (story,) = lab.explorers(page)
    card = page.locator(".bh-card")
    card.get_by_text("Ada, who has walls").click()
    lock = card.get_by_role("button", name="Lock in and see")
    lock.evaluate("it => it.scrollIntoView({ block: 'start' })")
    top = "it => it.getBoundingClientRect().top"
    assert story.evaluate(top) < 0
    lock.click()
    slider = story.locator("input[type=range]")
    page.wait_for_function("it => it.value === '48'", arg=slider.element_handle())
    assert story.evaluate(top) >= 0
    expect(card.locator(".bh-said")).to_contain_text("with 339 USDT against 311.")
    assert not lab.errors(page)
