"""How sure against how right: words for a confidence, and calibration over all predictions that were revealed."""

import math

from marginlib.learn import store
from marginlib.learn.records import State
from marginlib.learn.sessions import tell

WORDS = {50: "guess", 70: "likely", 90: "sure"}


def words(confidence: float) -> str:
    """How sure somebody was, as it goes on after a comma.

    >>> words(50), words(70), words(90), words(35)
    ('it was a guess', 'you thought it likely', 'you were sure', 'you were 35 % sure')
    """
    phrases = {50: "it was a guess", 70: "you thought it likely", 90: "you were sure"}
    return phrases.get(int(confidence) if confidence == int(confidence) else 0, f"you were {confidence:g} % sure")


def settled(state: State) -> list[tuple[float, bool]]:
    """Confidence and hit of every prediction that was revealed."""
    revealed = (one for one in state["predictions"].values() if one["hit"] is not None)
    return [(one["confidence"], one["hit"]) for one in revealed]


def calibration() -> None:
    """Compare how sure you were with how often you were right, in words, and say how much that can mean."""
    tell("\n".join(report(settled(store.read()))))


def report(pairs: list[tuple[float, bool]]) -> list[str]:
    """The lines of `calibration` for pairs of confidence (percent) and hit.

    >>> for line in report([(90, True), (80, False)]):
    ...     print(line)
    2 predictions revealed: on average you were 85 % sure, and 50 % came true.
    With 2 predictions the second figure moves by about 35 points by luck alone.
    That is too few to say more. Each reveal adds one.
    """
    if not pairs:
        return ["No prediction has been revealed yet: lock one in with predict, then reveal it."]
    count = len(pairs)
    sure = sum(confidence for confidence, _ in pairs) / count
    hits = 100 * sum(hit for _, hit in pairs) / count
    luck = 100 * math.sqrt(0.25 / count)
    plural = "predictions" if count > 1 else "prediction"
    lines = [
        f"{count} {plural} revealed: on average you were {sure:.0f} % sure, and {hits:.0f} % came true.",
        f"With {count} {plural} the second figure moves by about {luck:.0f} points by luck alone.",
    ]
    if count < 8:
        return [*lines, "That is too few to say more. Each reveal adds one."]
    for low, high in ((0, 59), (60, 79), (80, 100)):
        band = [hit for confidence, hit in pairs if low <= confidence < high + 1]
        if band:
            lines.append(f"  {low:>2} to {high:>3} % sure: {sum(band)} of {len(band)} came true")
    if abs(sure - hits) <= 2 * luck:
        return [*lines, "Your confidence and your hits agree as well as this many predictions can tell."]
    habit = "surer than right: ask what would make you wrong" if sure > hits else "right more often than you trust"
    return [*lines, f"You are {habit}."]
