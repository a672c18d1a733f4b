"""portrait: the whole course of one learner, in words and as a row of tanks, on the page or in a file of its own."""

from html import escape
from pathlib import Path

from marginlib.learn import board, chart, exports, likeness, sessions, store, tanks
from marginlib.learn.items import Lesson
from marginlib.learn.records import State

HEIGHT = 4.5  # rem, of the strip of predictions: from 0 to 100 % sure
STRIP = (
    f"position: relative; display: block; width: 2.75rem; height: {HEIGHT}rem; margin: 0 auto 0.4rem;"
    " border-bottom: 1px solid var(--jp-ui-font-color2, #616161)"
)
DOT = "position: absolute; width: 0.6rem; height: 0.6rem; border-radius: 50%; background: #0072B2; {}"
CROSS = (
    "position: absolute; font-weight: 700; line-height: 0.6rem; width: 0.6rem; text-align: center; color: #D55E00; {}"
)
DASHES = "position: absolute; left: 0; right: 0; bottom: {:.0%}; border-top: 2px dashed #0072B2"
HEADING = "margin: 0.8rem 0 0.2rem; font-weight: 600"
LEGEND = (
    "Each tank is a lesson, filled as far as its items and goals are done, and up to the dashed line without a hint. "
    "Above it stand its predictions, the surer the higher. A dot came true, and a cross did not."
)
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }}</style></head>
<body><h1>{title}</h1>{body}</body></html>
"""


def portrait(folder: str | Path | None = None) -> None:
    """Show the portrait of the whole course, which follows the record; with a folder, write it there as one page.

    The page, ``bulkheads-portrait-ALIAS.html``, holds all that it shows and asks nothing of the network. A folder that
    cannot be written is answered in a line.
    """
    if folder is None:
        board.put("portrait", lambda state: (likeness.lines(state, sessions.alias()), drawn(state, sessions.alias())))
        return
    path = Path(folder).expanduser() / f"bulkheads-portrait-{exports.stem(sessions.alias()) or 'reader'}.html"
    try:
        exports.write(path, page(store.read(), sessions.alias()))
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        sessions.tell(f'! {path} cannot be written ({reason}). portrait("another folder") tries elsewhere.')
        return
    sessions.tell(f"Written: {path}")


def page(state: State, alias: str) -> str:
    """The portrait as a page of its own."""
    return PAGE.format(title=escape(f"Portrait of {alias}"), body=drawn(state, alias))


def drawn(state: State, alias: str) -> str:
    """The portrait as HTML: the row of tanks, what it means, and the words."""
    lessons = chart.numbered()
    parts = []
    for lesson in lessons:
        parts.append(_tank(lesson, state))
        if lesson.checkpoint and lesson is not lessons[-1]:
            parts.append(f'<span style="{tanks.WALL}" aria-hidden="true"></span>')
    row = f'<div style="{tanks.ROW}">{"".join(parts)}</div>'
    cell = f'<td style="{tanks.CELL}">'
    cells = "".join(f"<tr>{cell}{f'</td>{cell}'.join(map(escape, each))}</td></tr>" for each in likeness.rows(state))
    words = "".join(
        f'<p style="{HEADING}">{escape(heading)}</p>{tanks.sentences(said)}'
        for heading, said in likeness.parts(state, alias).items()
    )
    return (
        f"{row}{tanks.sentences([LEGEND])}"
        f'<table style="border-collapse: collapse; font-size: inherit; margin: 0.6rem 0">{cells}</table>'
        f"{words}{tanks.sentences([likeness.PROVES])}"
    )


def _tank(lesson: Lesson, state: State) -> str:
    """A lesson: its predictions, its tank, its number; in words for who does not see it."""
    this, hints, told = chart.tank(lesson, state), likeness.helped(lesson, state), likeness.foretold(lesson, state)
    marks, said = "", ""
    for number, one in enumerate(told):
        low, left = one.confidence / 100 * (HEIGHT - 0.6), (2.75 - 0.6) * (number + 0.5) / len(told)
        place = f"left: {left:.2f}rem; bottom: {low:.2f}rem"
        marks += f'<span style="{(DOT if one.hit else CROSS).format(place)}">{"" if one.hit else "×"}</span>'
        said += f" {one.item.id}: {one.confidence:g} % sure, and it {'came true' if one.hit else 'did not come true'}."
    dashes = f'<span style="{DASHES.format((this.done - hints) / this.of)}"></span>' if hints and this.of else ""
    name = f"Lesson {lesson.number}: {this.done} of {this.of} done, {hints} with a hint.{said}"
    water = f'<span style="{tanks.WATER.format(this.level)}"></span>'
    label = f'role="img" aria-label="{escape(name)}" title="{escape(name)}"'
    return (
        f'<span {label} style="display: block; text-align: center">'
        f'<span style="{STRIP}">{marks}</span><span style="{tanks.GLASS}">{water}{dashes}</span>'
        f"<span>{lesson.number}</span></span>"
    )
