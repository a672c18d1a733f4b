"""The rules of a lesson: scene first, cards, folded machinery. Each takes a page and says what is wrong."""

import ast
import math
import re
from collections.abc import Callable, Iterator

from marginlib.learn import catalogue
from marginlib.learn.items import Item
from tests.course.reading import Page, headings, plain
from tests.course.rules import pages, prose, voice
from tests.notebooks.form import Cell

WORDS, SEEN, PATH = 900, 6, 10  # words of text, visible code cells, items on the path
SHORTEST, LONGEST, PACE, ITEM, GOAL, PREDICTION = 20, 45, 150, 1.5, 2, 1  # minutes, and words a minute
COMMENT = re.compile(r"# [a-z].{5,60}$", re.MULTILINE)  # the first line of a folded cell
FOLD = re.compile(r"<details>.*?</details>", re.DOTALL)


def scene_first(page: Page) -> Iterator[str]:
    """Nothing stands above the scene but the only H1 and two sentences; the prediction card follows."""
    if [one for cell in page.cells[1:] for one in headings(cell, 1)]:
        yield "one H1, in the first cell"
    body = re.sub(r"^#.*$", "", page.cells[0].source, flags=re.MULTILINE)
    sentences = voice.split(" ".join(plain(body).split()))
    if not 1 <= len(sentences) <= 2:
        yield f"at most two sentences under the H1; found {len(sentences)}"
    if len(page.cells) < 3 or page.cells[1].cell_type != "code":
        yield "the first code cell, with the scene, comes right after the title"
        return
    if not any("image/png" in output.get("data", {}) for output in page.cells[1].outputs):
        yield "the first code cell shows no picture"
    if page.cells[2].id not in {cell for cell, _ in page.calls("predict")}:
        yield "the prediction card follows the scene"


def folded(page: Page) -> Iterator[str]:
    """The machinery is folded, its first line a comment that a person can read; few code cells are seen."""
    seen = [cell for cell in page.code if not cell.metadata.get("jupyter", {}).get("source_hidden")]
    if len(seen) > SEEN:
        yield f"{len(seen)} visible code cells, more than {SEEN}"
    for cell in page.code:
        if cell not in seen and not COMMENT.match(cell.source):
            yield f"cell {cell.id} is folded, so its first line is a comment of a few words"
        said = _called(page, cell)
        if said & {"ask", "predict", "here", "finish", "recall", "claim"} and cell in seen:
            yield f"cell {cell.id} shows its source, though {', '.join(sorted(said))} is machinery"
        if "claim" in said and "recomputed" not in said:
            yield f"cell {cell.id}: its ticks are gathered by recomputed() into one line that opens"


def minutes(page: Page) -> Iterator[str]:
    """The card says the minutes that words, items, goals and predictions take, rounded up to five."""
    text = " ".join(plain(re.sub(r"<[^>]+>", " ", cell.source)) for cell in page.markdown)
    words = len(re.findall(r"\w[\w.,'’-]*", text))
    asked, predicted = _asked(page, "ask"), _asked(page, "predict")
    goals = catalogue.lesson(page.number).goals
    needed = words / PACE + ITEM * len(asked) + GOAL * len(goals) + PREDICTION * len(predicted)
    reckoned = min(max(5 * math.ceil(needed / 5), SHORTEST), LONGEST)
    said = re.search(r"<summary>(\d+) minutes", "".join(cell.source for cell in page.markdown))
    if not said or int(said[1]) != reckoned:
        yield f"the card says {said and said[1]} minutes, {words} words and the rest take {needed:.1f}: {reckoned}"
    if words > WORDS:
        yield f"{words} words of text, more than {WORDS}"
    on_path = [item for item in asked if not item.extra]
    if len(on_path) > PATH:
        yield f"{len(on_path)} items on the path, more than {PATH}"


def objectives(page: Page) -> Iterator[str]:
    """The H1 is the lesson's question, and the card lists the objectives as the room has them."""
    yield from pages.question(page)
    text = "".join(cell.source for cell in page.markdown)
    after = text.partition("**You will be able to:**")[2].partition("**New words:**")[0]
    bullets = {bullet.strip().rstrip(".;") for bullet in re.findall(r"^\s*[-*] +(.+)$", after, re.MULTILINE)}
    if bullets != set(catalogue.lesson(page.number).objectives.values()):
        yield f"the objectives of the card differ from those of the room: {sorted(bullets)}"


def spoils(page: Page) -> Iterator[str]:
    """What an item's `spoils` names stands nowhere in the open above its card."""
    for id_, place in _places(page, "ask", "predict"):
        above = " ".join(_open(cell) for cell in page.cells[:place])
        for word in catalogue.item(id_).spoils:
            if re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", above):
                yield f"{word!r} stands above the card of {id_}"


def told_after(page: Page) -> Iterator[str]:
    """What the card of a prediction tells stands below it in folds alone: scrolling spoils nothing."""
    for id_, place in _places(page, "predict"):
        below = " ".join(FOLD.sub("", _open(cell)) for cell in page.cells[place + 1 :])
        for word in catalogue.item(id_).spoils:
            if re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", below):
                yield f"{word!r}, which the card of {id_} tells, stands in the open below it"


def steps(page: Page) -> Iterator[str]:
    """The map stands near the top, and the end, key points and what the model leaves out at the foot."""
    here, finish = ({cell for cell, _ in page.calls(name)} for name in ("here", "finish"))
    places = [page.place(cell) for cell in here]
    if not places or min(places) > 5:
        yield f'here("{page.number}") stands near the top'
    if not finish or max(page.place(cell) for cell in finish) < len(page.cells) - 3:
        yield f'finish("{page.number}") stands at the foot'
    text = "\n".join(cell.source for cell in page.markdown).lower()
    yield from (f"nothing says {said!r}" for said in ("key points", "leaves out") if said not in text)


def paced(page: Page) -> Iterator[str]:
    """A step has at most 120 words before the next thing to do, and an explorer comes right after its explanation."""
    done = [cell for cell in page.code if "claim" not in _called(page, cell)]
    words, told = 0, False
    for cell in page.cells:
        if cell.cell_type == "markdown" and cell is not page.card:
            words, told = words + len(re.findall(r"\w[\w.,'’-]*", plain(cell.source))), True
        elif cell in done:
            if words > prose.BETWEEN:
                yield f"{words} words stand above {cell.id}, more than {prose.BETWEEN} before there is something to do"
            if "explorer" in cell.source and not told:
                yield f"the explorer in {cell.id} has no explanation right above it"
            words, told = 0, False


def _open(cell: Cell) -> str:
    """What is seen of a cell without opening anything: its prose, or what it printed."""
    if cell.cell_type == "markdown":
        return FOLD.sub("", cell.source)
    texts = [output.get("data", {}).get("text/plain", output.get("text", "")) for output in cell.outputs]
    return " ".join(map(str, texts))


def _called(page: Page, cell: Cell) -> set[str]:
    calls = [node.func for node in ast.walk(page.trees[cell.id]) if isinstance(node, ast.Call)]
    return {one.id for one in calls if isinstance(one, ast.Name)}


def _places(page: Page, *names: str) -> list[tuple[str, int]]:
    return [(id_, page.place(cell)) for cell, id_ in page.calls(*names)]


def _asked(page: Page, name: str) -> list[Item]:
    return [catalogue.item(id_) for _, id_ in page.calls(name)]


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    scene_first,
    folded,
    pages.run,
    minutes,
    objectives,
    spoils,
    told_after,
    steps,
    paced,
    pages.imports,
    pages.known_items,
    voice.sound,
)
