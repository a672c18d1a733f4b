"""seal: a manager as an entry for the tournament of a class, under the learner's alias."""

import re
from pathlib import Path
from typing import Any

from marginlib.learn import sessions


def seal(manager: Any, mode: Any, forecast: float, confidence: str = "likely", folder: str | Path = ".") -> None:
    """Write ``bulkheads-entry-ALIAS.json`` into a folder, and say what belongs on the board.

    Everything that the manager needs stands inside of the function; see `marginlib.tournament.seal`, which also says
    what is refused.

    Args:
        manager: a function of a view that returns actions.
        mode: `isolated` or `cross`.
        forecast: share of the weeks that it will survive in its worst world, 0 to 1.
        confidence: "guess", "likely" or "sure".
    """
    from marginlib import tournament  # with all of the machinery that plays

    alias = re.sub(r"[^\w-]+", "-", sessions.alias()).strip("-")[:40]  # as the name of a file
    path = tournament.seal(manager, mode, forecast, alias=alias, confidence=confidence, folder=folder)
    entry = tournament.read(path)
    sessions.tell(
        f"Written: {path}\n"
        f"The first digits of its measurement are {entry.measurement[:8]}. Say them aloud before the dice are thrown.\n"
        f"You expect {forecast:.0%} in your worst world, and you say: {confidence}."
    )
