"""A tournament of margin managers: sealed entries, drawn weeks, and a process of its own for each entry.

1. `seal` writes one function, its mode and its author's forecast into a file; `read` and `gathered` read such files.
2. The class draws a seed after everything is sealed, for example with dice.
3. `league` runs every entry on the same weeks and says who shares which place.

Weeks cannot be known before, one run leaves no board to fit to, the same weeks for all take luck out of the
comparison, eight worlds keep an entry from resting on one law, and a budget keeps it from surviving by doing away with
what it was to keep. An entry cannot read the future from its own process, because the future is in another one; what a
process of its own does not stop stands in `marginlib.tournament.process`.

>>> from tempfile import TemporaryDirectory
>>> from marginlib.modes import cross, isolated
>>> def wait(view):
...     return []
>>> with TemporaryDirectory() as folder:
...     written = [seal(wait, mode, 0.5, alias=mode.__name__, folder=folder) for mode in (isolated, cross)]
...     entries, left_out = gathered(folder)
>>> standings = league(entries, seed=26_153_441, weeks=4)
>>> [(place, one.entry.alias, one.worst, one.survival) for place, one in zip(standings.places, standings.results)]
[(1, 'cross', 'two longs, together', 0.25), (1, 'isolated', 'two longs, together', 0.25)]
"""

from marginlib.tournament.entry import Entry, gathered, read, seal
from marginlib.tournament.league import ROUNDS, league, played
from marginlib.tournament.limits import Limits
from marginlib.tournament.process import Process, enclosed
from marginlib.tournament.standing import Result, Standings

__all__ = [
    "ROUNDS",
    "Entry",
    "Limits",
    "Process",
    "Result",
    "Standings",
    "enclosed",
    "gathered",
    "league",
    "played",
    "read",
    "seal",
]
