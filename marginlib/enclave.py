"""An attested journal: a simulated chip runs one liquidation function and signs every step of it.

Attestation answers one question: did *this* code run on *these* inputs, in this order? The chip's maker signs a quote
over the measurement (a hash of the source), the nonce of whoever asks, and the key that signs the steps. Each step
carries the hash of the one before. A host that edits a price, drops a liquidation, runs other code or replays an old
quote is caught by `verify`, which says in words what failed.

Three things pass, and no signature can help. A host that hands an older journal back to the chip *rewinds* it, unless
the head of the longer one was published elsewhere. And a price that was false before it reached the chip is signed
like any other: attestation says nothing about the truth of an input. And only one function is measured here, so the
host may change another that it calls.

This is a **simulated chip**, for teaching: the keys are derived from a seed that anybody can read, the code runs in
your own process, and only the source of the one function is measured, not what it calls. A real trusted execution
environment (Intel SGX and TDX, AMD SEV-SNP) keeps code, data and key from the machine's owner in hardware; Tesseract
(Bentov and others, CCS 2019, eprint 2017/1153) builds an exchange on it. It promises neither availability nor freshness
nor true inputs, and its walls leak: Foreshadow read attestation keys out of SGX (Van Bulck and others, USENIX Security
2018), and interposers on the memory bus did it again in 2025 (WireTap and TEE.fail, as summed up by Safeheron,
"Recent advances and technical analysis in TEE security"; the papers themselves were not checked here).
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from textwrap import dedent
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from marginlib.errors import InvalidInput, MarginError, instance, shown


class Unproven(MarginError):
    """A journal that does not prove what it claims; `check` is the name of the first check that failed."""

    def __init__(self, check: str, words: str) -> None:
        super().__init__(f"{check}: {words}")
        self.check = check


@dataclass(frozen=True)
class _Record:
    """Anything that is signed; the signature is in hexadecimal."""

    signature: str = field(default="", repr=False, kw_only=True)

    @property
    def payload(self) -> bytes:
        """What is signed and hashed: the kind of record and every field but the signature, in one unambiguous text."""
        return json.dumps([type(self).__name__, {**vars(self), "signature": ""}], sort_keys=True).encode()

    def signed(self, seed: str) -> Self:
        """The record with the signature of the key that `seed` stands for."""
        return replace(self, signature=_private(seed).sign(self.payload).hex())

    def authentic(self, key: str) -> bool:
        """Whether the signature is by the private half of the public `key`."""
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(self.signature), self.payload)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Quote(_Record):
    """What the maker of the chip vouches for: this code runs, asked with this nonce, and signs with this key.

    All fields are texts; keys, hashes and signatures in hexadecimal.
    """

    measurement: str
    nonce: str
    key: str


@dataclass(frozen=True)
class Entry(_Record):
    """One run of the function: its inputs and its output as JSON, and the hash of the step before (or of the quote)."""

    number: int
    inputs: str
    output: str
    previous: str


@dataclass(frozen=True)
class Journal:
    """A quote and the steps signed under it. It lies on the host's disk, so the host can change all of it."""

    quote: Quote
    steps: tuple[Entry, ...] = ()

    @property
    def heads(self) -> list[str]:
        """Hash of the quote and of each step. The last is the head, which somebody honest should publish."""
        return [sha256(record.payload).hexdigest() for record in (self.quote, *self.steps)]


@dataclass(frozen=True)
class Enclave:
    """A simulated chip with `function` in it. `maker` and `chip` are seeds of keys: secrets in the real world.

    Raises:
        InvalidInput: a function without readable source, or inputs and outputs that are not plain JSON data.

    >>> def liquidate(mark, levels):
    ...     return [name for name, level in levels.items() if mark < level]
    >>> enclave = Enclave(liquidate, maker="maker", chip="chip 7")
    >>> journal = enclave.run(enclave.start("nonce 1"), mark=89.0, levels={"ann": 90.0, "bob": 80.0})
    >>> journal.steps[0].output
    '["ann"]'
    >>> verify(journal, measurement(liquidate), "nonce 1", public_key("maker"))
    'accepted: 1 step, signed by the measured code on a chip of this maker; what that code calls is not measured'
    """

    function: Callable[..., Any]
    maker: str
    chip: str

    def __post_init__(self) -> None:
        measurement(self.function)
        public_key(self.maker)
        public_key(self.chip)

    def start(self, nonce: str) -> Journal:
        """An empty journal, with a quote for whoever chose `nonce`."""
        return Journal(Quote(measurement(self.function), nonce, public_key(self.chip)).signed(self.maker))

    def run(self, journal: Journal, **inputs: Any) -> Journal:
        """The journal with one more step: the function run on `inputs`, both as JSON data.

        The chip has no memory of its own: it extends whichever journal the host hands it. Rewinding needs no more.
        """
        given = _json("input", inputs)
        output = _json("output", self.function(**json.loads(given)))
        step = Entry(len(journal.steps) + 1, given, output, journal.heads[-1])
        return replace(journal, steps=(*journal.steps, step.signed(self.chip)))


def measurement(function: Callable[..., Any]) -> str:
    """SHA-256 of the source of `function`, 64 hexadecimal digits. Nothing that the function refers to is measured.

    Raises InvalidInput for what Python keeps no source of, such as a built-in.

    >>> len(measurement(public_key))
    64
    """
    try:
        source = dedent(inspect.getsource(function))
    except (OSError, TypeError):
        raise InvalidInput(
            f"{shown(function)} has no source to measure; write it with def in a cell or a file"
        ) from None
    return sha256(source.encode()).hexdigest()


def public_key(seed: str) -> str:
    """The public half of the key that `seed` stands for, in hexadecimal."""
    return _private(seed).public_key().public_bytes_raw().hex()


def verify(journal: Journal, measurement: str, nonce: str, maker: str, head: str | None = None) -> str:
    """Accept a journal in words, or refuse it.

    Args:
        journal: what the host shows.
        measurement: hash of the source that was published.
        nonce: the number this verifier chose, never used before.
        maker: public key of the chip's maker.
        head: a head seen earlier; the journal must contain it.

    Raises:
        Unproven: the first check that fails: maker, code, nonce, signature, chain or head.
    """
    quote, heads = journal.quote, journal.heads
    Unproven.unless(
        quote.authentic(maker),
        "maker",
        "the quote is not signed by the maker of the chip, so any computer may have written it",
    )
    Unproven.unless(
        quote.measurement == measurement,
        "code",
        f"the chip runs code {quote.measurement[:8]}, but {measurement[:8]} was published",
    )
    Unproven.unless(
        quote.nonce == nonce, "nonce", f"the quote answers {quote.nonce!r}, but {nonce!r} was asked: it is an old one"
    )
    for number, (step, previous) in enumerate(zip(journal.steps, heads, strict=False), start=1):
        Unproven.unless(
            step.authentic(quote.key), "signature", f"step {number} is not what the chip signed: somebody edited it"
        )
        Unproven.unless(
            step.previous == previous,
            "chain",
            f"step {number} was signed as step {step.number} of another history: steps are gone",
        )
    Unproven.unless(
        head is None or head in heads,
        "head",
        f"head {str(head)[:8]} was published, but this history does not contain it: it was rewound",
    )
    count = len(journal.steps)
    return (
        f"accepted: {count} step{'s' * (count != 1)}, signed by the measured code on a chip of this maker; "
        "what that code calls is not measured"
    )


def _private(seed: str) -> Ed25519PrivateKey:
    text = instance("seed of a key", seed, str, "a text")
    return Ed25519PrivateKey.from_private_bytes(sha256(text.encode()).digest())


def _json(name: str, data: Any) -> str:
    try:
        return json.dumps(data, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"{name} {data!r} is not plain data ({error}); give numbers, texts, lists, dicts") from None
