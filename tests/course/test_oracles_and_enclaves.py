"""The picture of the journal says of each attack what the verifier says."""

import pytest

from marginlib.course.oracles_and_enclaves.journal import ATTACKS, Result

CAUGHT = {
    "none: an honest host": (None, None),
    "edit the mark of step 2": ("signature", 2),
    "delete step 2, a liquidation": ("chain", 2),
    "run other code": ("code", 0),
    "show yesterday's quote": ("nonce", 0),
    "sign with a key of its own": ("maker", 0),
    "rewind to step 1 and go on": ("head", 2),
    "let the oracle lie: mark 1": (None, None),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_with_a_published_head_six_attacks_are_caught_and_a_lie_is_not(attack: str) -> None:
    """Each by its own check, marked at its place in the chain; the description gives the reason."""
    result = Result(attack, published=True)
    check, place = CAUGHT[attack]
    assert (result.refusal.check if result.refusal else None, result.faulty) == (check, place)
    assert list(result.marks.values()).count("✗") == (check is not None)
    assert result.headline in result.description
    assert result.headline.startswith("Refused" if check else "Accepted by all 6 checks")


def test_without_a_published_head_the_rewind_passes_and_the_picture_says_so() -> None:
    """Five checks, all passed, and the words say what is missing."""
    result = Result("rewind to step 1 and go on", published=False)
    assert result.refusal is None
    assert set(result.marks.values()) == {"✓"}
    assert result.headline == "Accepted by all 5 checks, although three steps are gone"
