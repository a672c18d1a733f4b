"""An explorer works in JupyterLab as the learner has it: pixel by pixel, ahead of the next press, in both themes.

What was seen is left in `screenshots`, for people to look at.
"""

import os
from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.browser import lab
from tests.browser.screenshot import photographed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DEMO = "from tests.show.demo_tanks import explorer\nw = explorer()\nw"
ASKED = """from ipywidgets import Label, VBox
from tests.show.demo_tanks import explorer
w, asked = explorer(), Label("asked for")
model = w._model
def noted(**state):
    asked.value += f" {state['hour']}"
    return model(**state)
w._model = noted
VBox([w, asked])"""


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
    """The launcher on a fresh working folder, with two notebooks of one cell beside the lessons."""
    folder = tmp_path_factory.mktemp("course")
    for name, code in {"demo": DEMO, "asked": ASKED}.items():
        cell = nbformat.v4.new_code_cell(code)  # type: ignore[no-untyped-call]
        notebook = nbformat.v4.new_notebook(cells=[cell], metadata=lab.KERNEL)  # type: ignore[no-untyped-call]
        nbformat.write(notebook, folder / f"{name}.ipynb")  # type: ignore[no-untyped-call]
    with lab.serving(folder, "00") as running:
        yield running


@pytest.fixture(scope="module")
def page(server: lab.Server) -> Iterator[Page]:
    """One browser for all tests."""
    with lab.browsing() as opened:
        yield opened


@pytest.fixture(scope="class")
def asked(server: lab.Server, page: Page) -> Iterator[Page]:
    """The page with an explorer that says what it was asked for."""
    lab.open_notebook(page, server, "asked.ipynb")
    lab.run_all(page)
    yield page
    lab.close_notebooks(page, server)


class TestOneExplorer:
    """What holds for every explorer, seen at one."""

    def test_a_picture_gives_way_to_the_list_of_files(self, asked: Page) -> None:
        """Beside the files it is smaller and nothing of it is cut; it is drawn anew for each width, pixel by pixel."""
        image = lab.explorers(asked)[0].locator("img:visible").first
        assert asked.locator("#jp-left-stack:visible").count()
        assert image.evaluate("it => it.clientWidth < 900")
        assert image.evaluate("it => it.clientWidth <= it.closest('.bulkheads-explorer').clientWidth")
        lab.hide_files(asked)
        asked.wait_for_function("it => it.naturalWidth === 900 && it.clientWidth === 900", arg=image.element_handle())

    def test_after_a_press_the_next_step_is_drawn_before_it_is_asked_for(self, asked: Page) -> None:
        """After one press from hour 30 to 31 the model was asked for 32 too, while 30 was shown already."""
        lab.press(lab.explorers(asked)[0].locator("input[type=range]").first, "ArrowRight")
        expect(asked.locator("div.widget-label")).to_have_text("asked for 31 32", timeout=lab.PATIENCE)


def test_an_explorer_answers_the_keyboard_in_both_themes(server: lab.Server, page: Page) -> None:
    """No error, no lost widget, in both themes; a key on a slider changes the picture."""
    lab.open_notebook(page, server, "demo.ipynb")
    lab.run_all(page)
    lab.hide_files(page)
    for theme in lab.themes(page):
        lab.turn(page, theme)
        assert not lab.errors(page)
        found = lab.explorers(page)
        assert found, "there is no explorer"
        if theme == lab.THEMES[0]:  # a key does the same in the other
            for explorer in found:
                lab.slide_by_keys(explorer)
        assert not lab.errors(page)
        photographed(page, lab.SCREENSHOTS, f"demo-{theme.split()[1].lower()}")
    lab.close_notebooks(page, server)
