"""From the command to a picture that moves without a cell pressed, and what a page says after its kernel restarted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import lab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(lab.chromium() is None, reason="no Chromium on the path"),
]
LESSON = "lessons/00_start_here.ipynb"
TAB = ".lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the course is copied to."""
    return tmp_path_factory.mktemp("course")


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[Page]:
    """The page that the command opens; each test goes on where the one before ended."""
    with lab.serving(folder, "00", awake=True) as server, lab.browsing(1280, 720) as opened:
        opened.goto(server.url(LESSON))
        yield opened


def plays(page: Page) -> None:
    """Wait for the page, and see that its play button moves the picture."""
    page.wait_for_selector(lab.IDLE)
    story = page.locator(".bulkheads-explorer").first
    slider = story.locator("input[type=range]")
    slider.press("Home")
    page.wait_for_function("it => it.value === it.min", arg=slider.element_handle())
    page.wait_for_timeout(300)
    before = lab.picture(story)
    story.get_by_role("button", name="Play").click()
    page.wait_for_function("it => Number(it.value) > 2", arg=slider.element_handle())
    assert lab.picture(story) != before
    story.get_by_role("button", name="Pause").click()
    expect(page.locator(".bh-asleep:not(:empty)")).to_have_count(0)
    assert not lab.errors(page)


def test_a_lesson_opens_awake_and_clean(page: Page, folder: Path) -> None:
    """No cell is run by the learner, nothing waits to be saved, and the file is the course's own still."""
    plays(page)
    expect(page.locator(TAB)).to_have_count(1)
    expect(page.locator(f"{TAB}.jp-mod-dirty")).to_have_count(0)
    assert (folder / LESSON).read_bytes() == (lab.ROOT / LESSON).read_bytes()


def passes(page: Page, question: str, answer: str, steps: str) -> None:
    """Answer a card, and see that the maps follow; the links in them are those that Lab listens to."""
    page.evaluate("() => { window.link = document.querySelector('a[title^=\"Lesson 01\"]'); }")
    card = page.locator(".bh-card", has_text=question)
    card.get_by_text(answer).click()
    card.get_by_role("button", name="Check").click()
    expect(page.get_by_text(f"{steps} of its 12 steps")).to_have_count(1)
    expect(page.get_by_text(f"{steps} of the 12 steps of this lesson")).to_have_count(1)
    assert page.evaluate("() => window.link.isConnected")


def test_the_map_follows_the_cards(page: Page) -> None:
    """Above and at the foot, though both were drawn before the page was there."""
    passes(page, "stays there.", "Ada has more", "1")


def test_saved_and_loaded_again_it_is_awake(page: Page, folder: Path) -> None:
    """What is saved holds pictures and no views; the page has its explorers again, from the kernel that still runs."""
    lab.save(page)
    saved = (folder / LESSON).read_text(encoding="utf-8")
    assert "widget-view" not in saved
    assert "image/png" in saved
    page.reload()
    plays(page)
    passes(page, "BTC falls by 47 %", "Nothing, since he was closed", "2")


def test_after_a_restart_everything_says_what_to_do(page: Page) -> None:
    """Cards and explorers alike; saved and loaded again the page has pictures, and a note says it above the first."""
    page.evaluate(lab.RESTART)
    page.locator(".jp-Dialog .jp-mod-accept").click()
    pictures = lab.explorers(page)
    count = page.locator(".bh-card").count() + len(pictures)
    sleeping = page.locator(":is(.bh-card, .bulkheads-explorer) .bh-asleep")
    expect(sleeping).to_contain_text(["Run All Cells wakes this page"] * count)
    page.wait_for_selector(lab.IDLE)  # the new process answers
    lab.save(page)
    page.reload()
    page.wait_for_selector(lab.IDLE)
    expect(page.get_by_text("This page is asleep. Run All Cells")).to_have_count(1)
    expect(page.locator(".jp-RenderedImage img")).to_have_count(len(pictures))
    expect(page.locator(f"{TAB}.jp-mod-dirty")).to_have_count(0)
    assert not lab.errors(page)


def test_run_all_wakes_it(page: Page) -> None:
    """As the page says; each card and explorer is there once."""
    lab.run_all(page)
    plays(page)
    expect(page.locator(TAB)).to_have_count(1)
