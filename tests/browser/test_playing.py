"""Every lesson, as its learner has it: one glance, a play button, cards by hand and key, goals, a restart.

Each test of a lesson goes on where the one before ended, on one page.
"""

import importlib
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

from marginlib import course
from marginlib.learn import catalogue, faces
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.items import Item
from marginlib.learn.wording import fill
from marginlib.show.explorer import Explorer
from tests.browser import lab
from tests.browser.screenshot import photographed
from tests.course import reading
from tests.course.goals import REACHED
from tests.course.rules import items
from tests.course.test_mistakes import FILES, mistakes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(lab.chromium() is None, reason="no Chromium on the path"),
]
GLANCE = 560  # pixels for picture, controls, goals and caption
LOOKS = (((1280, 720), lab.THEMES[0]), ((1400, 900), lab.THEMES[1]))
LEARNER = "reader"
DOUBLED = """() => {
    const names = [...document.querySelectorAll('.jp-Notebook [id^=bh]')].map(it => it.id);
    return names.filter((name, place) => names.indexOf(name) !== place);
}"""
CUT = """() => [...document.querySelectorAll('.bh-time .bh-readout')].filter(
    it => it.getBoundingClientRect().right > it.closest('.bh-scroll').getBoundingClientRect().right + 0.5
).map(it => it.textContent)"""
GLANCED = """it => it.querySelector('.bh-caption').getBoundingClientRect().bottom
    - it.querySelector('.bh-stage').getBoundingClientRect().top"""
SET = """(it, sent) => {
    if (it.type === 'checkbox' || it.type === 'radio') { if (it.checked !== sent) it.click(); return; }
    it.value = sent;
    it.dispatchEvent(new Event('input', { bubbles: true }));
    it.dispatchEvent(new Event('change', { bubbles: true }));
}"""
# types every answer into its card and hands it in, as soon as the one before is answered; returns all that was said
TYPED = """async (card, answers) => {
    const said = card.querySelector('.bh-said');
    const answered = () => new Promise(done => {
        const look = () => card.hasAttribute('aria-busy') || done();
        new MutationObserver(look).observe(card, { attributes: true });
        card.querySelector('form').requestSubmit();
    });
    const heard = [];
    for (const { text, mark, order } of answers) {
        if (text) card.querySelector('input[type=text]').value = text;
        if (mark) card.querySelector(`input[type=radio][value='${mark}']`).checked = true;
        if (order) {
            const steps = [...card.querySelectorAll('.bh-step')];
            steps.filter(step => step.getAttribute('aria-pressed') === 'true').forEach(step => step.click());
            order.forEach(place => steps[place].click());
        }
        await answered();
        heard.push([said.dataset.sign, said.textContent.replaceAll('\\u00a0', ' ')]);
    }
    return heard;
}"""


class Opened:
    """A lesson on its page: its items in the order of their cards, and its picture."""

    def __init__(self, number: str, server: lab.Server, page: Page, folder: Path) -> None:
        self.number, self.page, self.folder = number, page, folder
        self.lesson = catalogue.lesson(number)
        rooms = {
            importlib.import_module(f"{course.__name__}.{room}.lesson").LESSON.number: room for room in course.ROOMS
        }
        self.picture = importlib.import_module(f"{course.__name__}.{rooms[number]}.picture")
        notebook = reading.page(reading.ROOT / "lessons" / self.lesson.notebook)
        self.asked = [catalogue.item(id_) for _, id_ in notebook.calls("ask", "predict")]
        lab.open_notebook(page, server, f"lessons/{self.lesson.notebook}")
        lab.run_all(page)
        lab.hide_files(page)

    def card(self, item: Item) -> Locator:
        """The card of an item, found by its question."""
        given = numbers(item, LEARNER)
        return self.page.locator(".bh-card", has_text=fill(item.prompt, given))

    def explorers(self) -> list[Locator]:
        """The explorers with goals or knobs, in order; the scene is none of them."""
        return lab.explorers(self.page)[1:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the course is copied to."""
    return tmp_path_factory.mktemp("course")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[lab.Server]:
    """The launcher."""
    with lab.serving(folder, reading.NUMBERS[0]) as running:
        yield running


@pytest.fixture(scope="module")
def page(server: lab.Server) -> Iterator[Page]:
    """One browser for all lessons."""
    with lab.browsing(*LOOKS[0][0]) as opened:
        yield opened


@pytest.fixture(scope="module", params=reading.NUMBERS)
def opened(request: pytest.FixtureRequest, server: lab.Server, page: Page, folder: Path) -> Iterator[Opened]:
    """Each lesson in turn, run once."""
    yield Opened(request.param, server, page, folder)
    page.wait_for_selector(lab.IDLE)  # the last test restarts the kernel
    lab.close_notebooks(page, server)


@pytest.mark.parametrize(("size", "theme"), LOOKS, ids=str)
def test_a_lesson_is_seen_at_a_glance(opened: Opened, size: tuple[int, int], theme: str) -> None:
    """The feet of the opening tanks are above the fold, an explorer is within 560 px, and axe-core finds nothing."""
    page = opened.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    lab.turn(page, theme)
    page.locator(".jp-Notebook h1").first.scroll_into_view_if_needed()
    page.wait_for_timeout(400)  # a picture is drawn anew for its width
    image = lab.explorers(page)[0].locator("img").first
    foot = image.evaluate(
        "(it, share) => { const box = it.getBoundingClientRect(); return box.top + share * box.height }",
        _feet(opened.picture.scene()),
    )
    assert foot <= size[1], f"the feet of the tanks are at {foot:.0f} px of {size[1]}"
    for place, explorer in enumerate(opened.explorers()):
        glanced = explorer.evaluate(GLANCED)
        assert glanced <= GLANCE, f"explorer {place + 1} takes {glanced:.0f} px in {theme}"
    found = Axe().run(page, context=".jp-Notebook").response["violations"]
    ours = [
        (one["id"], node["html"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
        if "bh-" in node["html"] or "bulkheads" in node["html"]
    ]
    assert not ours
    assert not page.evaluate(DOUBLED)  # a label, and a radio of a group, belongs to one widget
    assert not lab.errors(page)
    photographed(page, lab.SCREENSHOTS, f"{opened.number}-{theme.split()[1].lower()}")


def test_its_play_button_moves_the_picture(opened: Opened) -> None:
    """One press, and at the stop the first picture of the lesson is another one."""
    scene = lab.explorers(opened.page)[0]
    before = lab.picture(scene)
    scene.get_by_role("button", name="Play").click()
    opened.page.wait_for_function("it => it.value !== it.min", arg=scene.locator("input[type=range]").element_handle())
    expect(scene.get_by_role("button", name="Play")).to_be_visible()  # it has come to its stop
    assert lab.picture(scene) != before


def test_a_key_on_each_slider_changes_its_picture(opened: Opened) -> None:
    """Of the scene and of every explorer."""
    for explorer in lab.explorers(opened.page):
        lab.slide_by_keys(explorer)
    assert not lab.errors(opened.page)


def test_every_wrong_turn_is_seen_in_its_card_and_then_the_right_answer(opened: Opened) -> None:
    """The first by the keyboard and the right one by the mouse; each wrong turn asks the question of its own.

    The others are typed within the page, where an answer does not wait for the next look of the test. A text has one,
    as the model answer beside it then stays.
    """
    for item in opened.asked:
        kind = faces.kind(item)
        if kind in ("predict", "code"):
            continue  # a prediction is locked in once, in the test below; code is answered in a cell
        card = opened.card(item)
        expect(card).to_have_count(1)
        (first, answer), *turns = _turns(opened.number, item)
        _answer(card, item, answer)
        expect(card.locator(".bh-said")).to_have_attribute("data-sign", "✗")
        expect(card.locator(".bh-said")).to_contain_text(_asks(item, first))
        others = turns if kind != "text" else []
        heard = card.evaluate(TYPED, [_typed(item, answer) for _, answer in others])
        for (key, _), (sign, said) in zip(others, heard, strict=True):
            assert (sign, _asks(item, key) in said) == ("✗", True), (item.id, key, said)
        _answer(card, item, items.right(item, LEARNER), mouse=True)
        expect(card.locator(".bh-said")).to_have_attribute("data-sign", "✓")


def test_predictions_are_locked_in_and_told(opened: Opened) -> None:
    """By keyboard, the first of them wrong; what is said names the right choice.

    For a reader who wants no motion: the story is at its end at once. How it plays there is seen in `test_story.py`.
    """
    opened.page.emulate_media(reduced_motion="reduce")
    for item in opened.asked:
        if faces.kind(item) != "predict" or not item.options:
            continue
        card, given = opened.card(item), numbers(item, LEARNER)
        wrong = items.wrong(item, next(iter(item.wrong)), LEARNER)
        card.locator(f"input[type=radio][value='{wrong}']").press("Space")
        card.get_by_role("button", name="Lock in and see").press("Enter")
        right = item.named.get(expected(item, given, LEARNER), "") or item.note
        expect(card.locator(".bh-said")).to_contain_text(right, timeout=lab.PATIENCE, ignore_case=True)
    opened.page.emulate_media(reduced_motion="no-preference")
    assert not opened.page.evaluate(CUT), "what a slider of time says does not fit beside it"


def test_every_goal_is_met_by_moving_controls(opened: Opened) -> None:
    """The chip turns green in the first explorer that has it, and the record has it."""
    for goal in opened.lesson.goals:
        stages: Iterator[Explorer] = (opened.picture.explorer(stage=stage) for stage in count(1))
        explorer = next(one for one in stages if goal in one._goals)
        shown = next(one for one in opened.explorers() if one.locator(".bh-chip", has_text=goal.chip).count())
        for name, value in {**explorer._start, **REACHED[goal.key]}.items():
            control = getattr(explorer, name)
            control.put(value)
            _move(shown, name, control.sent)
        chip = shown.locator(".bh-chip", has_text=goal.chip)
        expect(chip).to_have_class("bh-chip bh-met")
    kept = (opened.folder / ".progress.json").read_text(encoding="utf-8")
    assert not [goal.key for goal in opened.lesson.goals if goal.key not in kept]
    assert not lab.errors(opened.page)


def test_after_a_restart_everything_says_that_it_sleeps(opened: Opened) -> None:
    """Cards and explorers alike."""
    page = opened.page
    page.evaluate(lab.RESTART)
    page.locator(".jp-Dialog .jp-mod-accept").click()
    sleeping = page.locator(":is(.bh-card, .bulkheads-explorer) .bh-asleep")
    asleep = page.locator(".bh-card").count() + len(lab.explorers(page))
    expect(sleeping).to_contain_text(["Run All Cells wakes this page"] * asleep)


def _feet(scene: Explorer) -> float:
    """How far down its picture the tanks of a scene reach, words under them included, as a share of its height."""
    parts = vars(scene._scene).values()
    every = [one for part in parts for one in (part.values() if isinstance(part, dict) else [part])]
    rows = [one.axes.get_position().y0 for one in every if "Tank" in type(one).__name__]
    return 1.0 - min(rows, default=0.0)


def _turns(number: str, item: Item) -> list[tuple[str, Any]]:
    """Each wrong turn with an answer that takes it; one in own words is taken from the list of mistakes."""
    if item.expects != "text":
        return [(key, items.wrong(item, key, LEARNER)) for key in item.wrong]
    listed = [one for path in FILES if path.stem == number for one in mistakes(path) if one["item"] == item.id]
    return [(one["cause"], one["answer"]) for one in listed if one["cause"]]


def _typed(item: Item, answer: Any) -> dict[str, Any]:
    """An answer as the page takes it: what is written, chosen, or put in order."""
    kind = faces.kind(item)
    if kind == "choice":
        return {"mark": answer}
    if kind == "order":
        return {"order": [item.letters.index(letter) for letter in answer]}
    return {"text": repr(float(answer))}


def _asks(item: Item, key: str) -> str:
    """The question that a wrong turn asks, with the numbers of this learner."""
    turn = item.wrong[key]
    return next(fill(text, {**numbers(item, LEARNER), "yours": ""}) for text in (turn.ask, *turn.said) if text)


def _answer(card: Locator, item: Item, answer: Any, *, mouse: bool = False) -> None:
    """Answer a card, by the mouse or by the keyboard, and wait for what it says."""
    kind, said = faces.kind(item), card.locator(".bh-said")
    before = said.inner_text()
    if kind == "choice":
        _hit(card.locator(f"input[type=radio][value='{answer}']"), mouse)
    elif kind == "order":
        _put_in_order(card.locator(".bh-step"), [item.letters.index(letter) for letter in answer], mouse)
    else:
        text = repr(float(answer)) if kind == "number" else getattr(answer, "words", answer)
        card.get_by_role("textbox").fill(text)
    if kind == "text":
        _compare(card, getattr(answer, "ticks", ()), mouse)
    elif kind == "number" and not mouse:
        card.get_by_role("textbox").press("Enter")
    else:
        _hit(card.get_by_role("button", name="Check"), mouse)
    expect(said).not_to_have_text(before)


def _hit(target: Locator, mouse: bool) -> None:
    target.click() if mouse else target.press("Space")


def _put_in_order(steps: Locator, places: list[int], mouse: bool) -> None:
    """Take back what is chosen, then choose in turn."""
    for step in steps.all():
        if step.get_attribute("aria-pressed") == "true":
            _hit(step, mouse)
    for place in places:
        _hit(steps.nth(place), mouse)


def _compare(card: Locator, ticks: Sequence[int], mouse: bool) -> None:
    """Open the model answer where it is not open yet, and tick."""
    button = card.get_by_role("button", name="Compare")
    if button.count():
        _hit(button, mouse)
    for tick in ticks:
        _hit(card.get_by_role("checkbox").nth(tick - 1), mouse)
    if ticks:
        _hit(card.get_by_role("button", name="Done"), mouse)


def _move(explorer: Locator, name: str, sent: Any) -> None:
    """Set a control as a hand would, wherever it is folded away, and wait until its answer is shown."""
    every = explorer.locator(f"[id$='.{name}'], [id$='.{name}.{sent}']")
    control = every.last
    if control.is_disabled():
        return
    kind = control.get_attribute("type")
    control.evaluate(SET, True if kind == "radio" else sent)
