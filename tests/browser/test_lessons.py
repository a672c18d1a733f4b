"""Every lesson works in JupyterLab as the learner has it: all cells run, every slider moves words and picture.

What they saw they leave in `screenshots`, for people to look at.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page

from tests.browser import lab
from tests.browser.screenshot import photographed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LESSONS = sorted((lab.ROOT / "lessons").glob("[0-9]*.ipynb"))
DEMO = "from tests.show.demo_tanks import explorer\nw = explorer()\nw"


@pytest.fixture(scope="module", autouse=True)
def chromium() -> None:
    """There is a browser; where there must be one, its absence is a failure."""
    if lab.chromium() is None:
        where = "no Chromium on the path; on Debian and Ubuntu: apt-get install chromium"
        if os.environ.get("COURSE_REQUIRE_BROWSER") == "1":
            pytest.fail(where)
        pytest.skip(where)


@pytest.fixture(scope="module")
def server(chromium: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[lab.Server]:
    """The launcher on a fresh working folder, with the demo notebook beside the lessons."""
    folder = tmp_path_factory.mktemp("course")
    cell = nbformat.v4.new_code_cell(DEMO)  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=lab.KERNEL)  # type: ignore[no-untyped-call]
    nbformat.write(notebook, folder / "demo.ipynb")  # type: ignore[no-untyped-call]
    with lab.serving(folder, "00") as running:
        yield running


@pytest.fixture(scope="module")
def page(server: lab.Server) -> Iterator[Page]:
    """One browser for all lessons."""
    with lab.browsing() as opened:
        yield opened


def test_a_press_turns_to_a_page_that_was_drawn_ahead(server: lab.Server, page: Page) -> None:
    """A first press changes the page that is seen; one of the next, with some leisure between, turns to another."""
    lab.open_notebook(page, server, "demo.ipynb")
    lab.run_all(page)
    explorer = lab.explorers(page)[0]
    slider = explorer.locator("[role=slider]").first
    place = explorer.locator(".widget-html-content", has=page.locator("img"))
    place.evaluate("it => { it.id = 'seen-first'; }")
    lab.press(slider, "ArrowRight")
    assert place.get_attribute("id") == "seen-first"
    for _ in range(5):
        page.wait_for_timeout(1_000)
        lab.press(slider, "ArrowRight")
        if place.get_attribute("id") != "seen-first":
            break
    else:
        pytest.fail("every picture was drawn on the page that is seen")
    server.stop_kernels()


@pytest.mark.parametrize("notebook", ["demo.ipynb", *(f"lessons/{path.name}" for path in LESSONS)])
def test_a_lesson_runs_and_its_explorers_answer_the_keyboard(notebook: str, server: lab.Server, page: Page) -> None:
    """No error, no lost widget; in both themes a key on a slider changes the readout beside it and the picture."""
    lab.open_notebook(page, server, notebook)
    lab.run_all(page)
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        lab.turn(page, theme)
        assert not lab.errors(page)
        found = lab.explorers(page)
        assert found, "there is no explorer"
        for explorer in found:
            _answers(explorer)
        assert not lab.errors(page)
        photographed(page, lab.SCREENSHOTS, f"{Path(notebook).stem}-{theme.split()[1].lower()}")
    lab.turn(page, "JupyterLab Light")
    server.stop_kernels()


def _answers(explorer: Locator) -> None:
    image = explorer.locator("img:visible").first
    assert image.get_attribute("alt"), "the picture has no alternative text"
    assert image.evaluate("it => it.naturalWidth === it.clientWidth"), "the picture is not shown pixel by pixel"
    for slider in explorer.locator("[role=slider]").all():
        if slider.evaluate("it => it.closest('[disabled]') !== null"):
            continue  # the explorer says that it makes no difference as things stand
        before = lab.picture(explorer)
        top = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
        for _ in range(3):
            lab.press(slider, "ArrowLeft" if top else "ArrowRight")
            if lab.picture(explorer) != before:
                break
        else:
            pytest.fail(f"a slider does not change the picture: {image.get_attribute('alt')}")
