"""Six attacks on an attested journal that are refused, and three that pass, which is the point."""

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from hashlib import sha256
from inspect import getsource
from itertools import permutations
from types import FunctionType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from marginlib.enclave import Enclave, Journal, Unproven, measurement, public_key, verify
from marginlib.errors import InvalidInput

MAKER = public_key("maker")
LEVELS = {"ann": 90.0, "bob": 80.0}


def liquidate(mark: float, levels: dict[str, float]) -> list[str]:
    """The published code: accounts below their level."""
    return [name for name, level in levels.items() if mark < level]


def lenient(mark: float, levels: dict[str, float]) -> list[str]:
    """The same with one constant changed."""
    return [name for name, level in levels.items() if mark < level - 1]


def below(mark: float, level: float) -> bool:
    """What the next one calls."""
    return mark < level


def relying(mark: float, levels: dict[str, float]) -> list[str]:
    """The published code again, with its comparison in a function of its own."""
    return [name for name, level in levels.items() if below(mark, level)]


def history(*marks: float, nonce: str = "today", maker: str = "maker") -> Journal:
    """What an honest host writes while the mark goes through `marks`."""
    enclave = Enclave(liquidate, maker, "chip")
    journal = enclave.start(nonce)
    for mark in marks:
        journal = enclave.run(journal, mark=mark, levels=LEVELS)
    return journal


def verdict(journal: Journal, head: str | None = None) -> str:
    """What a client who asked today says of `journal`."""
    return verify(journal, measurement(liquidate), "today", MAKER, head)


def refusal(journal: Journal, head: str | None = None) -> str:
    """The words in which it is refused."""
    with pytest.raises(Unproven) as caught:
        verdict(journal, head)
    assert str(caught.value).startswith(f"{caught.value.check}: ")
    return str(caught.value)


HONEST = history(95.0, 89.0, 79.0)


def test_an_honest_journal_is_accepted() -> None:
    """Whether or not it grew since its head was published."""
    assert verdict(HONEST).startswith("accepted: 3 steps")
    for head in HONEST.heads:
        assert verdict(HONEST, head).startswith("accepted")
    assert verdict(history()).startswith("accepted: 0 steps")


def test_attack_1_an_edited_mark_is_refused() -> None:
    """A host that writes another price into a signed step is caught by the signature."""
    first, second, third = HONEST.steps
    edited = replace(second, inputs=second.inputs.replace("89.0", "91.0"))
    assert edited != second
    assert "signature: step 2" in refusal(replace(HONEST, steps=(first, edited, third)))


def test_attack_2_a_deleted_liquidation_is_refused() -> None:
    """A host that leaves a step out is caught by the next one, which carries the hash of the one that is gone."""
    first, _, third = HONEST.steps
    assert "chain: step 2 was signed as step 3" in refusal(replace(HONEST, steps=(first, third)))


def test_steps_of_two_histories_cannot_be_mixed() -> None:
    """A rewound chip signs two third steps; either is refused after the second step of the other history."""
    calm = history(95.0, 94.0, 93.0)
    mixed = replace(calm, steps=(*calm.steps[:2], HONEST.steps[2]))
    assert "chain: step 3 was signed as step 3 of another history" in refusal(mixed)


def test_attack_3_changed_code_is_refused() -> None:
    """A chip that runs other code has another measurement, and cannot be made to sign the published one."""
    assert "code: " in refusal(Enclave(lenient, "maker", "chip").start("today"))
    quote = replace(Enclave(lenient, "maker", "chip").start("today").quote, measurement=measurement(liquidate))
    assert "maker: " in refusal(Journal(quote))


def test_attack_4_a_stale_quote_is_refused() -> None:
    """Yesterday's quote answers yesterday's nonce, and writing today's nonce on it breaks its signature."""
    old = history(95.0, nonce="yesterday")
    assert "nonce: " in refusal(old)
    assert "maker: " in refusal(replace(old, quote=replace(old.quote, nonce="today")))


def test_attack_5_a_foreign_key_is_refused() -> None:
    """A computer that signs its own quote is no chip of the maker's, and a step by another chip is not this chip's."""
    assert "maker: " in refusal(history(95.0, maker="somebody"))
    other = Enclave(liquidate, "maker", "another chip")
    grafted = other.run(HONEST, mark=70.0, levels=LEVELS)
    assert "signature: step 4" in refusal(grafted)


def test_attack_6_a_rewind_against_a_published_head_is_refused() -> None:
    """Once a head was seen, a history without it is refused, whether cut short or continued another way."""
    head = HONEST.heads[-1]
    cut = replace(HONEST, steps=HONEST.steps[:1])
    assert "head: " in refusal(cut, head)
    other = Enclave(liquidate, "maker", "chip").run(cut, mark=95.0, levels=LEVELS)
    assert "head: " in refusal(other, head)


def test_what_passes_1_a_rewind_without_a_published_head() -> None:
    """The chip signs on from any journal it is handed: two histories of one chip are both accepted."""
    rewound = replace(HONEST, steps=HONEST.steps[:1])
    other = Enclave(liquidate, "maker", "chip").run(rewound, mark=95.0, levels=LEVELS)
    assert verdict(rewound).startswith("accepted: 1 step,")
    assert verdict(other).startswith("accepted: 2 steps")
    assert json.loads(HONEST.steps[1].output) == ["ann"]
    assert json.loads(other.steps[1].output) == []


def test_what_passes_2_a_lying_oracle() -> None:
    """A false price is signed like any other: everybody is liquidated at 1, and the journal is accepted."""
    lied = history(1.0)
    assert json.loads(lied.steps[0].output) == ["ann", "bob"]
    assert verdict(lied).startswith("accepted")


@given(mark=st.floats(1.0, 79.0))
def test_what_passes_3_a_changed_function_that_the_measured_one_calls(mark: float) -> None:
    """The measurement stays, nobody is liquidated at any price, and the journal is accepted in words that say so."""
    calm = FunctionType(relying.__code__, {"below": lambda *_: False})
    assert measurement(calm) == measurement(relying)
    ran = {
        function: Enclave(function, "maker", "chip").run(
            Enclave(function, "maker", "chip").start("today"), mark=mark, levels=LEVELS
        )
        for function in (relying, calm)
    }
    assert [json.loads(journal.steps[0].output) for journal in ran.values()] == [["ann", "bob"], []]
    said = {verify(journal, measurement(relying), "today", MAKER) for journal in ran.values()}
    assert len(said) == 1
    assert "not measured" in said.pop()


def test_the_measurement_is_the_hash_of_the_source() -> None:
    """What a reader computes from the published text; the same for the same text, another for one constant changed."""
    assert measurement(liquidate) == sha256(getsource(liquidate).encode()).hexdigest()
    assert measurement(lenient) != measurement(liquidate)


def test_a_second_verifier_agrees() -> None:
    """A verifier written from the description alone, with Ed25519 itself, accepts the honest journal."""
    quote, *steps = (HONEST.quote, *HONEST.steps)
    keys = [MAKER] + [quote.key] * len(steps)
    previous = None
    for key, record in zip(keys, (quote, *steps), strict=True):
        fields = {**vars(record), "signature": ""}
        text = json.dumps([type(record).__name__, fields], sort_keys=True).encode()
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(record.signature), text)
        assert fields.get("previous") == previous
        previous = sha256(text).hexdigest()


def test_records_are_frozen_and_keys_are_the_same_every_time() -> None:
    """A lesson prints the same hashes on every machine."""
    with pytest.raises(FrozenInstanceError):
        HONEST.quote.nonce = "tomorrow"  # type: ignore[misc]
    assert history(95.0, 89.0, 79.0) == HONEST
    assert public_key("maker") != public_key("chip")


def test_what_cannot_be_measured_or_written_down_is_refused() -> None:
    """In words, before anything is signed."""
    with pytest.raises(InvalidInput, match="no source to measure"):
        Enclave(len, "maker", "chip").start("today")
    enclave = Enclave(liquidate, "maker", "chip")
    for inputs in ({"mark": float("nan"), "levels": {}}, {"mark": 1.0, "levels": {"ann": object()}}):
        with pytest.raises(InvalidInput, match=r"input .* is not plain data"):
            enclave.run(enclave.start("today"), **inputs)

    def shapeless(mark: float) -> set[float]:
        return {mark}

    enclave = Enclave(shapeless, "maker", "chip")
    with pytest.raises(InvalidInput, match=r"output .* is not plain data"):
        enclave.run(enclave.start("today"), mark=1.0)


def test_a_function_cannot_reach_into_the_journal() -> None:
    """What the code changes in its arguments is neither signed nor the caller's."""

    def greedy(levels: dict[str, float]) -> list[str]:
        levels.clear()
        return []

    levels = {"ann": 90.0}
    enclave = Enclave(greedy, "maker", "chip")
    journal = enclave.run(enclave.start("today"), levels=levels)
    assert levels == {"ann": 90.0}
    assert json.loads(journal.steps[0].inputs) == {"levels": {"ann": 90.0}}


ORDERS = [order for order in permutations(range(3)) if order != (0, 1, 2)]


@pytest.mark.parametrize("order", ORDERS)
def test_every_other_order_is_refused(order: tuple[int, ...]) -> None:
    """Signed steps in another order than they were signed in are no history."""
    assert "chain: " in refusal(replace(HONEST, steps=tuple(HONEST.steps[place] for place in order)))


FIELDS: list[Callable[[Journal, str], Journal]] = [
    *(lambda journal, text, name=name: replace(journal, quote=replace(journal.quote, **{name: text}))
      for name in ("measurement", "nonce", "key", "signature")),
    *(lambda journal, text, name=name, place=place: replace(
        journal,
        steps=tuple(replace(step, **{name: text}) if index == place else step
                    for index, step in enumerate(journal.steps)))
      for name in ("inputs", "output", "previous", "signature") for place in range(3)),
]  # fmt: skip


@given(st.sampled_from(FIELDS), st.text(max_size=8) | st.sampled_from([HONEST.heads[0], MAKER, "00" * 64]))
def test_no_field_can_be_rewritten(field: Callable[[Journal, str], Journal], text: str) -> None:
    """Whatever is written into whichever field of an accepted journal, it is then refused, unless nothing changed."""
    forged = field(HONEST, text)
    if forged == HONEST:
        assert verdict(forged).startswith("accepted")
    else:
        refusal(forged)
