"""Tables as people bring them: any packing, encoding, separator, decimal sign, order of columns and form of time.

This room knows rows, numbers and times, and nothing of margin; what the columns mean is for `marginlib.readers`. The
reading itself is pandas' and the standard library's: here stands what to tell them, and what to tell people.
"""

from marginlib.sources import Source, shown, source
from marginlib.tables.digits import numbers
from marginlib.tables.layout import Layout, Wanted, laid_out, layout_of
from marginlib.tables.moments import Clock, Undecided
from marginlib.tables.parts import Frames, frames

__all__ = [
    "Clock",
    "Frames",
    "Layout",
    "Source",
    "Undecided",
    "Wanted",
    "frames",
    "laid_out",
    "layout_of",
    "numbers",
    "shown",
    "source",
]
