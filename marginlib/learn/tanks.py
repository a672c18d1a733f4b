"""The map as HTML: a row of tanks filled as far as one is, each a link, and the objectives as a table.

Styles stand in the elements, because a notebook that is not trusted keeps those and drops style sheets.
"""

from html import escape

from marginlib.learn import catalogue
from marginlib.learn.chart import SIGNS, announced, following, marks, numbered, tank
from marginlib.learn.items import Lesson
from marginlib.learn.records import State
from marginlib.learn.standings import best

LINK = "../lessons/{}"  # from any folder of notebooks
CHECKPOINT = "../exercises/{}"
GLASS = (
    "position: relative; display: block; width: 2.75rem; height: 3.25rem; margin: 0 auto; border: 2px solid"
    " var(--jp-ui-font-color2, #616161); border-top: none; border-radius: 0 0 4px 4px; overflow: hidden"
)
WATER = "position: absolute; left: 0; right: 0; bottom: 0; height: {:.0%}; background: #56B4E9"
WALL = "align-self: stretch; width: 4px; margin: 0 0.25rem; background: var(--jp-ui-font-color2, #616161)"
ROW = "display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: flex-end; padding: 0.6rem; line-height: 1.4"
HERE = "outline: 2px solid #D55E00; outline-offset: 3px; border-radius: 4px"
CELL = "padding: 0.1rem 1rem 0.1rem 0; text-align: left; vertical-align: top; border: none"


def row(state: State, at: Lesson | None = None) -> str:
    """The tanks side by side, each a link with a name of its own."""
    parts = []
    for lesson in numbered():
        this = tank(lesson, state)
        name = f"Lesson {lesson.number}: {lesson.question} {this.done} of {this.of} done."
        water = f'<span style="{WATER.format(this.level)}"></span>'
        shown = f'<span style="{GLASS}" aria-hidden="true">{water}</span><span>{lesson.number}</span>'
        look = f"display: block; text-align: center; color: inherit; {HERE if lesson is at else ''}"
        current = ' aria-current="page"' if lesson is at else ""
        link = f' href="{escape(LINK.format(lesson.notebook))}"' if lesson.notebook else ""
        tag = "a" if link else "span"
        label = f'aria-label="{escape(name)}" title="{escape(name)}"' + ("" if link else ' role="img"')
        parts.append(f'<{tag}{link} {label}{current} style="{look}">{shown}</{tag}>')
        if lesson.checkpoint:
            where = escape(CHECKPOINT.format(lesson.checkpoint.notebook))
            name = f"Checkpoint after lesson {lesson.number}{best(lesson, state)}"
            parts.append(f'<a href="{where}" aria-label="{name}" title="{name}" style="{WALL}"></a>')
    return f'<div style="{ROW}">{"".join(parts)}</div>'


def objectives(state: State) -> str:
    """Every objective of every lesson, with a sign for each of its items, in columns."""
    rows = []
    for lesson in catalogue.lessons():
        this = tank(lesson, state)
        title = f'<th scope="row" colspan="2" style="{CELL}">{escape(lesson.question)}</th>'
        rows.append(f'<tr><td style="{CELL}; white-space: nowrap">{this.done} of {this.of}</td>{title}</tr>')
        rows += [
            f'<tr><td style="{CELL}"></td><td style="{CELL}; white-space: nowrap">{marks(lesson, key, state)}</td>'
            f'<td style="{CELL}">{escape(objective)}</td></tr>'
            for key, objective in lesson.objectives.items()
        ]
    table = f'<table style="border-collapse: collapse; font-size: inherit; margin: 0">{"".join(rows)}</table>'
    return f"{table}<p>{SIGNS}</p>"


def sentences(lines: list[str]) -> str:
    """Each line as a paragraph."""
    return "".join(f'<p style="margin: 0.25rem 0; max-width: 62ch">{escape(line)}</p>' for line in lines)


def onward(lesson: Lesson) -> str:
    """The way to the checkpoint, where one stands here, and to the next lesson."""
    parts = []
    if lesson.checkpoint:
        where = escape(CHECKPOINT.format(lesson.checkpoint.notebook))
        parts.append(f'A checkpoint stands here: <a href="{where}">seven cards, about ten minutes</a>.')
    follows, text = following(lesson), escape(announced(lesson))
    parts.append(
        f'<a href="{escape(LINK.format(follows.notebook))}">{text}</a>' if follows and follows.notebook else text
    )
    return "".join(f'<p style="margin: 0.25rem 0; font-weight: 600">{part}</p>' for part in parts)
