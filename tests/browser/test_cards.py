"""Cards in JupyterLab: by keyboard alone, in both themes, without a finding of axe-core, asleep and remembered."""

import os
from collections.abc import Iterator

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

from tests.browser import lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ASKED = (
    'predict("00-hook")',
    'ask("everyday-two-days")',
    'ask("00-order")',
    'ask("00-stay")',
    'ask("00-why")',
    'ask("03-safe")',
)
OPENED = "from marginlib.course import ask, here, predict\nhere('00')"
# a heading, and below a page of other cards an item that points to it
HEADING = "## Profit has a sign"
STUCK = """from dataclasses import replace
from marginlib.learn import catalogue
from marginlib.learn.questions import put
put(replace(catalogue.item("everyday-two-days"), id="everyday-stuck", section="Profit has a sign"))"""
MAP = ".jp-OutputArea-output:has(> div a[aria-label^='Lesson'])"
RESTART = "() => { jupyterapp.commands.execute('kernelmenu:restart'); }"


@pytest.fixture(scope="module", autouse=True)
def chromium() -> None:
    """There is a browser; where there must be one, its absence is a failure."""
    if lab.chromium() is None:
        if os.environ.get("COURSE_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium on the path; on Debian and Ubuntu: apt-get install chromium")
        pytest.skip("no Chromium on the path")


@pytest.fixture(scope="module")
def server(chromium: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[lab.Server]:
    """The launcher on a fresh working folder, with a notebook of one card of each kind."""
    folder = tmp_path_factory.mktemp("course")
    cells = [nbformat.v4.new_code_cell(code) for code in (OPENED, *ASKED, STUCK)]  # type: ignore[no-untyped-call]
    cells.insert(0, nbformat.v4.new_markdown_cell(HEADING))  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=lab.KERNEL)  # type: ignore[no-untyped-call]
    nbformat.write(notebook, folder / "cards.ipynb")  # type: ignore[no-untyped-call]
    with lab.serving(folder, "00") as running:
        yield running


@pytest.fixture(scope="module")
def page(server: lab.Server) -> Iterator[Page]:
    """The notebook of cards with all cells run."""
    with lab.browsing() as opened:
        lab.open_notebook(opened, server, "cards.ipynb")
        lab.run_all(opened)
        yield opened


def card(page: Page, place: int) -> Locator:
    """The card at this place."""
    return page.locator(".bh-card").nth(place)


def said(page: Page, place: int) -> Locator:
    """The verdict on this card."""
    return card(page, place).locator(".bh-said")


def findings(page: Page, where: str = ".bh-card") -> list[str]:
    """What axe-core has to say about the cards, or about another part of the page."""
    found = Axe().run(page, context=where).response["violations"]
    return [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]]


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there, at most twenty times."""
    for _ in range(20):
        if target.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("the keyboard does not get there")


class TestCards:
    """One page of cards, from the first press to the next day; each test goes on where the one before ended."""

    def test_every_kind_stands_there_without_a_finding(self, page: Page) -> None:
        """Labelled, in its roles and in contrast enough, in the light theme and in the dark one."""
        expect(page.locator(".bh-card")).to_have_count(len(ASKED) + 1)
        for theme in lab.THEMES:
            lab.turn(page, theme)
            assert not findings(page)

    def test_a_prediction_is_locked_in_by_keyboard(self, page: Page) -> None:
        """Choice by arrow, confidence by arrow, Enter locks in; the outcome appears where the card is."""
        first = card(page, 0)
        radios = first.locator("fieldset").first.get_by_role("radio")
        radios.first.focus()
        page.keyboard.press("ArrowDown")
        expect(radios.nth(1)).to_be_checked()
        tab_to(page, first.get_by_role("radio", name="a guess"))
        page.keyboard.press("ArrowRight")
        expect(first.get_by_role("radio", name="likely")).to_be_checked()
        page.keyboard.press("Enter")
        expect(said(page, 0)).to_contain_text("you thought it likely")
        expect(said(page, 0)).to_contain_text("with 339 USDT against 311")
        expect(radios.first).to_be_disabled()

    def test_a_number_is_typed_as_a_sum_and_the_focus_stays(self, page: Page) -> None:
        """What was understood is shown, Enter judges, a wrong turn is named and the field keeps the focus."""
        field = card(page, 1).get_by_role("textbox")
        field.focus()
        page.keyboard.type("86 + 29")
        expect(card(page, 1).locator(".bh-read")).to_have_text("= 115 USDT")
        page.keyboard.press("Enter")
        expect(said(page, 1)).to_contain_text("Which sign does a loss carry?")
        expect(field).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type("29-86")
        page.keyboard.press("Enter")
        expect(said(page, 1)).to_have_attribute("data-sign", "✓")
        expect(field).to_be_focused()

    def test_steps_are_put_in_order_and_taken_back(self, page: Page) -> None:
        """By Space on each; no letter that is pressed there is a command of the notebook."""
        steps = card(page, 2).locator(".bh-step")
        cells = page.locator(".jp-Cell").count()
        steps.first.focus()
        for _ in range(steps.count()):
            page.keyboard.press("Space")
            page.keyboard.press("b")
            page.keyboard.press("Tab")
        expect(steps.first).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("Enter")
        expect(said(page, 2)).to_have_attribute("data-sign", "✗")
        steps.nth(1).press("Space")
        expect(steps.nth(1)).to_have_attribute("aria-pressed", "false")
        expect(steps.nth(2).locator(".bh-place")).to_have_text("2")
        assert page.locator(".jp-Cell").count() == cells

    def test_hints_and_own_words(self, page: Page) -> None:
        """Hints come one by one; a text passes once a point is ticked, and banana twelve times does not."""
        for count in (1, 2, 3):
            card(page, 3).get_by_role("button", name="Hint").press("Enter")
            expect(card(page, 3).locator(".bh-hints li")).to_have_count(count)
        card(page, 3).get_by_role("button", name="Show the way").press("Enter")
        expect(card(page, 3).locator(".bh-way")).to_contain_text("The answer is")
        last = card(page, 4)
        last.get_by_role("textbox").fill("banana " * 12)
        last.get_by_role("button", name="Compare").press("Enter")
        expect(last.get_by_role("checkbox")).to_have_count(3)
        last.get_by_role("button", name="Done").press("Enter")
        expect(said(page, 4)).to_have_attribute("data-sign", "✗")
        last.get_by_role("checkbox").first.press("Space")
        last.get_by_role("button", name="Done").press("Enter")
        expect(said(page, 4)).to_have_attribute("data-sign", "✓")
        expect(page.get_by_text("2 of its 12 steps are done")).to_be_visible()  # the map above follows by itself

    def test_after_three_misses_the_section_that_explains_is_one_press_away(self, page: Page) -> None:
        """It comes into sight, also where the notebook has been scrolled far below it."""
        stuck = card(page, len(ASKED))
        link = stuck.get_by_role("button", name="Read again: Profit has a sign")
        for value in ("1", "2", "3"):
            expect(link).to_be_hidden()
            stuck.get_by_role("textbox").fill(value)
            stuck.get_by_role("textbox").press("Enter")
            expect(said(page, len(ASKED))).to_contain_text("Not yet")
            expect(stuck).not_to_have_attribute("aria-busy", "true")
        heading = page.get_by_role("heading", name="Profit has a sign")
        expect(heading).not_to_be_in_viewport()
        link.press("Enter")
        expect(heading).to_be_in_viewport()

    def test_what_was_said_has_no_finding_either(self, page: Page) -> None:
        """Verdicts, hints, the way and the points, in both themes, and at twice the size without a bar to scroll."""
        for theme in reversed(lab.THEMES):
            lab.turn(page, theme)
            assert not findings(page)
        page.set_viewport_size({"width": 640, "height": 500})  # what 200 % leaves of 1280
        lab.hide_files(page)
        wider = "them => them.filter(it => it.scrollWidth > it.clientWidth).length"
        wide = page.locator(".bh-card").evaluate_all(wider)
        page.set_viewport_size({"width": 1280, "height": 1000})
        assert not wide

    def test_run_again_every_card_remembers(self, page: Page) -> None:
        """Passed is passed, and the prediction is there with its outcome."""
        lab.run_all(page)
        expect(said(page, 1)).to_have_attribute("data-sign", "✓")
        expect(card(page, 1).get_by_role("textbox")).to_have_value("-57")
        expect(said(page, 0)).to_contain_text("with 339 USDT against 311")
        expect(said(page, 4)).to_have_attribute("data-sign", "✓")
        expect(said(page, 2)).to_be_hidden()

    def test_after_a_restart_every_card_says_what_to_do(self, page: Page) -> None:
        """It is asleep, and nothing on it can be pressed; running all wakes it."""
        page.evaluate(RESTART)
        page.locator(".jp-Dialog .jp-mod-accept").click()
        for place in range(len(ASKED)):
            expect(card(page, place).locator(".bh-asleep")).to_contain_text("Run All Cells wakes this page")
        expect(card(page, 1).get_by_role("textbox")).to_be_disabled()
        assert not findings(page)
        lab.run_all(page)
        expect(card(page, 1).locator(".bh-asleep")).to_be_hidden()
        expect(card(page, 1).get_by_role("textbox")).to_be_enabled()
        assert not lab.errors(page)

    def test_the_map_follows_and_leads_to_the_other_lessons(self, page: Page) -> None:
        """What passed in the cards stands in the tank above them; a tank is a link."""
        expect(page.get_by_text("2 of its 12 steps are done")).to_be_visible()
        assert not findings(page, MAP)
        page.get_by_role("link", name="Lesson 01").click()
        expect(page.get_by_role("tab", name="01_leverage_and_margin.ipynb")).to_be_visible()
