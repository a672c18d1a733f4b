"""The contract `vault.vy` on a chain, with the same actions as the ledger."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import astuple
from functools import cache
from importlib import resources
from typing import Any

from marginlib.errors import InvalidInput, MarginError
from marginlib.vault.contract.chain import Chain, Receipt, extra_needed
from marginlib.vault.ledger import Ledger
from marginlib.vault.ticks import WAYS_OUT, Compartment, Parameters, Refused, Settlement

SOURCE = resources.files("marginlib.vault.contract").joinpath("vault.vy").read_text(encoding="utf-8")
FORMATS = ["bytecode", "method_identifiers", "layout"]
WORD = 32  # bytes


@cache
def compiled(source: str) -> dict[str, Any]:
    """Return what the Vyper compiler makes of `source`: bytecode, methods, layout of the storage."""
    try:
        from vyper.compiler import compile_code  # noqa: PLC0415 - half a second, and only with the extra
    except ModuleNotFoundError as error:
        raise extra_needed(error) from error
    return dict(compile_code(source, output_formats=FORMATS))


class Vault:
    """The vault as a contract; whoever acts comes first in every action, as in `marginlib.vault.ledger.Ledger`.

    Args:
        chain: where it is deployed; a new one without.
        oracle: name of the account that may set prices; it deploys the contract.
        parameters: as of the ledger.
        source: Vyper source to deploy instead, such as one with a planted fault.

    Raises:
        Refused: the contract reverted with a reason; nothing has changed but the gas is used.
        MarginError: the machine stopped without a reason; the packages of the extra are missing.

    >>> vault = Vault()
    >>> vault.provide("bank", 1_000_000)
    >>> vault.deposit("ada", 6_000)
    >>> vault.mark("oracle", "BTC", 50_000)
    >>> vault.open("ada", "BTC", 1_000, 5_000)
    >>> vault.mark("oracle", "BTC", 47_000)
    >>> vault.liquidate("keeper", "ada", "BTC")
    Settlement(lots=250, paid=0, charged=750, covered=0, short=0, fee=118, reward=23, left=4132)
    >>> vault.receipts[-1].gas > 21_000
    True
    """

    def __init__(
        self,
        chain: Chain | None = None,
        oracle: str = "oracle",
        parameters: Parameters | None = None,
        source: str = SOURCE,
    ) -> None:
        self.chain, self.oracle, self.parameters = chain or Chain(), oracle, parameters or Parameters()
        made = compiled(source)
        self.methods = {
            signature.partition("(")[0]: (int(selector, 16).to_bytes(4), re.findall(r"\w+", signature)[1:])
            for signature, selector in made["method_identifiers"].items()
        }
        self.layout = made["layout"]["storage_layout"]
        self.slots: dict[tuple[str, ...], int] = {}
        self.markets: set[str] = set()
        self.receipts: list[Receipt] = []
        arguments = [self._word("address", oracle), *(self._word("uint256", rule) for rule in astuple(self.parameters))]
        self.address = self.chain.create(oracle, bytes.fromhex(made["bytecode"][2:]) + b"".join(arguments))

    def wait(self, seconds: int) -> None:
        """Let time pass; prices age."""
        self.chain.wait(seconds)

    def deposit(self, caller: str, amount: int) -> None:
        """Bring money in."""
        self.act(caller, "deposit", value=amount)

    def withdraw(self, caller: str, amount: int) -> None:
        """Take free money out."""
        self.act(caller, "withdraw", amount)

    def insure(self, caller: str, amount: int) -> None:
        """Bring money into the insurance pool."""
        self.act(caller, "insure", value=amount)

    def provide(self, caller: str, amount: int) -> None:
        """Bring money into the liquidity pool."""
        self.act(caller, "provide", value=amount)

    def mark(self, caller: str, market: str, price: int) -> None:
        """Set the price of a market, which only the oracle may do."""
        self.act(caller, "mark", market, price)

    def open(self, caller: str, market: str, size: int, margin: int) -> None:
        """Open a position of `size` lots at the marked price."""
        self.act(caller, "open", market, size, margin)

    def add_margin(self, caller: str, market: str, amount: int) -> None:
        """Move free money into a compartment."""
        self.act(caller, "add_margin", market, amount)

    def remove_margin(self, caller: str, market: str, amount: int) -> None:
        """Move margin out of a compartment."""
        self.act(caller, "remove_margin", market, amount)

    def close(self, caller: str, market: str, lots: int) -> Settlement:
        """Realise profit or loss of `lots`."""
        return Settlement(*self.act(caller, "close", market, lots))

    def liquidate(self, caller: str, account: str, market: str) -> Settlement:
        """Close a step of a position whose equity is below maintenance, or all of it."""
        return Settlement(*self.act(caller, "liquidate", account, market))

    def equity(self, account: str, market: str) -> int:
        """Ticks that the position is worth at the last price."""
        return self.act(account, "equity", account, market, keep=False)[0]

    def maintenance(self, account: str, market: str) -> int:
        """Ticks that the position needs at the last price."""
        return self.act(account, "maintenance", account, market, keep=False)[0]

    def act(self, caller: str, action: str, *arguments: str | int, value: int = 0, keep: bool = True) -> list[int]:
        """Send one call with `value` wei and return the words of its answer; `receipts` keeps what is not undone.

        Every word is read as a signed number: nothing in the vault fills more than 212 bits.
        """
        selector, kinds = self.methods[action]
        words = [self._word(kind, argument) for kind, argument in zip(kinds, arguments, strict=True)]
        receipt = self.chain.send(caller, self.address, selector + b"".join(words), value, keep=keep)
        if keep:
            self.receipts.append(receipt)
        if receipt.reason in WAYS_OUT:
            raise Refused(receipt.reason, f"{caller}, {action}")
        if receipt.reason is not None:
            raise MarginError(f"the machine stopped {action} of {caller} without a reason: {receipt.reason}")
        places = range(0, len(receipt.output), WORD)
        return [int.from_bytes(receipt.output[place : place + WORD], signed=True) for place in places]

    def slot(self, name: str, *keys: str) -> int:
        """Number of the storage slot of a variable, or of an entry of a mapping: the hash of its place and its key."""
        path = (name, *keys)
        if path not in self.slots:  # the same few are read again and again
            place: int = self.layout[name]["slot"]
            for kind, key in zip(re.findall(r"HashMap\[(\w+)", self.layout[name]["type"]), keys, strict=True):
                place = self.chain.hashed(place.to_bytes(WORD) + self._word(kind, key))
            self.slots[path] = place
        return self.slots[path]

    def read(self, name: str, *keys: str, offset: int = 0) -> int:
        """Read a word of the storage; the fields of a record follow each other, the first at offset 0."""
        return self.chain.storage(self.address, self.slot(name, *keys) + offset)

    def books(self) -> Ledger:
        """Read the storage as a ledger; what was brought is the ether of the contract.

        >>> vault = Vault()
        >>> vault.deposit("ada", 7)
        >>> vault.books().balances["ada"], vault.books().unaccounted
        (7, 0)
        """
        names, markets = list(self.chain.keys), sorted(self.markets)
        held = [(name, market) for name in names for market in markets if self.read("compartments", name, market)]
        compartments = {
            key: Compartment(*(self.read("compartments", *key, offset=field) for field in range(3))) for key in held
        }
        prices = {market: (self.read("prices", market), self.read("prices", market, offset=1)) for market in markets}
        return Ledger(
            self.oracle,
            self.parameters,
            self.chain.now,
            self.chain.ether(self.address),
            self.read("insurance"),
            self.read("liquidity"),
            Counter({name: self.read("balances", name) for name in names}),
            compartments,
            {market: quote for market, quote in prices.items() if quote[0]},
        )

    def _word(self, kind: str, value: Any) -> bytes:
        if kind == "address":
            return self.chain.address(value).rjust(WORD, b"\0")
        if kind == "bytes32":
            self.markets.add(value)
            return str(value).encode().ljust(WORD, b"\0")
        try:
            return int(value).to_bytes(WORD, signed=kind == "int256")
        except OverflowError as error:
            raise InvalidInput(f"{value} does not fit into the {kind} of a contract: give a smaller number") from error
