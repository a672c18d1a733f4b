"""Items on proofs: what an attestation shows, what it is silent about, and what it takes to be worth something."""

from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def shown(draw: Draw) -> dict[str, Any]:
    """A quote and what was expected: hashes and nonces as numbers, each right or wrong."""
    published, asked = draw.integer(100, 999), draw.integer(1_000, 9_999)
    return {
        "measured": draw.choice((published, published, published + 1)),
        "published": published,
        "answered": draw.choice((asked, asked, asked - 1)),
        "asked": asked,
    }


def code_alone(measured: int, published: int, answered: int, asked: int) -> int:  # noqa: ARG001 - the bug
    """1 for a quote that is accepted, with the bug: an old one is."""
    return 1 if measured == published else 0


def code_and_nonce(measured: int, published: int, answered: int, asked: int) -> int:
    """1 for a quote of the published code that answers what was asked, else 0.

    >>> code_and_nonce(7, 7, 42, 42), code_and_nonce(7, 7, 41, 42)
    (1, 0)
    """
    return int(measured == published and answered == asked)


PROOFS = (
    Item(
        id="12-chain",
        objective="proof",
        format="order",
        prompt="You want to believe a journal that somebody else's machine shows you. Put in order what is done.",
        steps=(
            "The hash of the source is published",
            "You choose a number that was never used before",
            "The maker of the chip signs a quote with that hash and that number",
            "The chip signs each step with the hash of the step before it",
            "You compare the journal with a head that you have seen elsewhere",
        ),
        wrong={
            "quote-first": Wrong(
                (0, 2, 1, 3, 4),
                did="had the quote signed before the number was chosen",
                ask="How would you know that such a quote is not from last year?",
            ),
            "head-first": Wrong(
                (0, 1, 2, 4, 3),
                did="compared a head before there was a step",
                ask="Whose hash is a head?",
            ),
            "hash-late": Wrong(
                (1, 2, 0, 3, 4),
                did="published the source after it was measured",
                ask="With what do you compare the hash in the quote?",
            ),
        },
        hints=(
            "What must you know before you can ask for it?",
            "A quote answers your question, so the question comes before it.",
            "A head is the hash of the last step, so you need steps first.",
        ),
        solution="""
            You need the hash of the source first, because you compare with it. Then you ask with a new number, and the
            quote answers it. Steps follow, each tied to the one before, and last you look for a head that you know.
        """,
        note="Each check compares two things, and one of them you must have from elsewhere.",
        section="Can you prove it?",
    ),
    Item(
        id="12-proof",
        objective="proof",
        format="explain",
        prompt="""
            An exchange writes: "We run inside a secure enclave, so we cannot cheat." In your own words, what does that
            prove, and what is left open?
        """,
        points=(
            "It says that the enclave shows which code has run, and in which order.",
            "It says that the quote has to be fresh, or the head known from elsewhere.",
            "It says that a price or another input may still be false.",
            "It says that walls or limits are needed for what a false input can take.",
        ),
        wrong={
            "worthless": Wrong(
                r"\b(proves|prove|shows|show) (nothing|not anything)\b",
                right="if nobody compared the quote with anything",
                ask="Which of the seven attacks does a verifier refuse?",
            ),
            "believed": Wrong(
                r"^(?!.*\b(not|but|only|unless|however|except|still|open)\b)"
                r".*\b(cannot|can not|safe|trust\w*|prove[sd]?)\b",
                right="if nothing came in from outside",
                ask="What does the enclave know about the price that it is told?",
            ),
        },
        hints=(
            "Four things may be true or false here, and you hear of two of them from the enclave.",
            "Think of the code, of the time, of the price, and of what is lost if the price is false.",
            "Say for each of them who would notice a lie.",
        ),
        solution="""
            You know which code has run and that no step is missing, if the quote is fresh and you know a head from
            elsewhere. You do not know whether the price that came in was true, so you still need walls that keep a lie
            small.
        """,
        note="Attestation answers for the machine. Walls answer for the rest.",
        section="Can you prove it?",
    ),
    Item(
        id="12-nonce",
        objective="proof",
        format="bug-hunt",
        prompt="""
            A service gave out keys for a quote with a good signature, and never asked whether the quote was new
            (MoeMahhouk/gramine-sealing-key-provider, issue 26, 2026-03-17). Our own line looks at the code alone. Mend
            it, so that it returns 1 for a quote of the published code that answers the nonce that was asked, and 0
            otherwise.
        """,
        draw=shown,
        oracle=code_and_nonce,
        stub=code_alone,
        arguments=("measured", "published", "answered", "asked"),
        tolerance=0.001,
        cases=(
            {"measured": 7, "published": 7, "answered": 42, "asked": 42},
            {"measured": 7, "published": 7, "answered": 41, "asked": 42},
            {"measured": 8, "published": 7, "answered": 42, "asked": 42},
            {"measured": 8, "published": 7, "answered": 41, "asked": 42},
        ),
        wrong={
            "nonce-only": Wrong(
                lambda measured, published, answered, asked: int(answered == asked),  # noqa: ARG005 - the mistake
                did="looked at the nonce alone",
                ask="Which code may have answered that question?",
            ),
            "either": Wrong(
                lambda measured, published, answered, asked: int(measured == published or answered == asked),
                did="accepted what passes one of the two checks",
                ask="What does a host show who has yesterday's quote of the right code?",
            ),
        },
        hints=(
            "Which two of the four arguments do you never see used?",
            "You are shown yesterday's quote of the right code. What is wrong with it?",
            "Both comparisons have to hold.",
        ),
        solution="""
            You compare the code with the code that was published, and the nonce with the one that you asked. Only where
            both are the same do you return 1.
        """,
        note="A valid quote is not a fresh quote.",
        code="""
def answer(measured, published, answered, asked):
    return int(measured == published and answered == asked)
""".strip(),
        extra=True,
    ),
    Item(
        id="12-callee",
        objective="proof",
        format="choice",
        prompt="""
            The chip of the lesson measures the source of one function, liquidate, which calls another one, below. A
            host changes below, so that nobody is ever below a level. What does a verifier see?
        """,
        choices={
            "same": "The same measurement, and a proof that it accepts",
            "other": "Another measurement, so that it refuses the code",
            "chain": "A broken chain, since the outputs are other ones",
            "signed": "A wrong signature, since below was never signed",
        },
        named={"same": "the same", "other": "another measurement", "chain": "a broken chain", "signed": "a signature"},
        oracle=lambda: "same",
        wrong={
            "other": Wrong(
                "other",
                right="if all the code that runs were measured",
                ask="Of which text is the measurement a hash?",
            ),
            "chain": Wrong(
                "chain",
                right="if somebody changed an output after it was signed",
                ask="Which hash does the next step carry, of the old outputs or of the new ones?",
            ),
            "signed": Wrong(
                "signed",
                did="let the chip sign functions",
                ask="What does the chip sign in each step?",
            ),
        },
        hints=(
            "Of which text do you take the hash for a measurement?",
            "The text of liquidate has the name of the other function in it, and nothing else of it.",
            "The host runs the changed machine, and it signs what you see, step by step.",
        ),
        solution="""
            You measure the text of liquidate, and that text has not changed. The steps are signed as they ran, so your
            checks all pass. A measurement is worth as much as it covers.
        """,
        note="Ask of a measurement what it does not cover.",
        code="",
        extra=True,
    ),
    Item(
        id="12-rewind",
        objective="proof",
        format="choice",
        prompt="""
            A host hands the chip an older journal and lets it continue from there, so that three steps are gone. Which
            single habit would make a verifier notice?
        """,
        choices={
            "key": "The maker of the chip uses a key that is twice as long",
            "nonce": "Each verifier chooses a new nonce on every day",
            "head": "Somebody publishes the head at another place after each step",
            "audit": "An auditor reads the source again after each step",
        },
        named={"key": "a longer key", "nonce": "a new nonce", "head": "the head", "audit": "another audit"},
        oracle=lambda: "head",
        wrong={
            "key": Wrong(
                "key",
                right="if somebody had forged a signature",
                ask="Which signature in the older journal is not genuine?",
            ),
            "nonce": Wrong(
                "nonce",
                right="if the quote were an old one",
                ask="What does a fresh quote say about how many steps there were?",
            ),
            "audit": Wrong(
                "audit",
                right="if the code had been changed",
                ask="Which line of the code is another one after a rewind?",
            ),
        },
        hints=(
            "You find everything in the older journal genuine. What is missing?",
            "You need something from elsewhere that speaks of the steps that are gone.",
            "Every step has a hash, and the hash of the last one stands for all of them.",
        ),
        solution="""
            You have to know that there was more. If the head of the longer journal stands somewhere that the host
            cannot reach, you look for it and do not find it.
        """,
        note="Publish the head, or your history is what your host says.",
        code="",
        extra=True,
    ),
)
