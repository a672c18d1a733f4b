"""Texts and tables as HTML that a screen reader can read."""

from html import escape

import pandas as pd

SIDE, COLUMN, WIDEST = 260, 150, 900  # widths in pixels of the first column of a table, of the others, of all
NARROW = 640  # to this width a table gives way to a narrow window before it is scrolled
CAPTION = "font-size: 14px; line-height: 1.5; margin: 4px 0"


class Words(str):
    """A text that a page shows without quotes, and breaks between words.

    >>> Words("3 < 4")._repr_html_().count("3 &lt; 4")
    1
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f'<p style="{CAPTION}">{escape(self)}</p>'


def table_html(table: pd.DataFrame) -> str:
    """Return a table as HTML with headings that a screen reader can name, of columns that keep their width.

    >>> table_html(pd.DataFrame({"equity": ["5 <"]}, index=["BTC"])).count("&lt;")
    1
    """
    cell = 'style="text-align: right; padding: 3px 10px; overflow-wrap: anywhere"'
    side = f'style="text-align: left; padding: 3px 10px; width: {SIDE}px"'
    head = "".join(f'<th scope="col" {cell}>{escape(str(name))}</th>' for name in table.columns)
    rows = "".join(
        f'<tr><th scope="row" {side}>{escape(str(name))}</th>'
        + "".join(f"<td {cell}>{escape(str(value))}</td>" for value in values)
        + "</tr>"
        for name, values in zip(table.index, table.to_numpy().tolist(), strict=True)
    )
    corner = escape("" if table.index.name is None else str(table.index.name))
    first = f'<th scope="col" {side}>{corner}</th>' if corner else f"<td {side}></td>"
    width = min(SIDE + COLUMN * len(table.columns), WIDEST)
    return (
        f'<table style="table-layout: fixed; width: {width}px; max-width: max(100%, {NARROW}px); font-size: 13px; '
        'line-height: 1.4; border-collapse: collapse"><thead><tr style="border-bottom: 1px solid currentColor">'
        f"{first}{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
