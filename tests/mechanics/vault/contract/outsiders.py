"""Contracts that deal with the vault: one that takes no ether, and one that asks again while it is being paid."""

from marginlib.vault.contract import Vault
from marginlib.vault.contract.vault import compiled

SOURCE = """
interface Vault:
    def deposit(): payable
    def withdraw(amount: uint256): nonpayable

vault: Vault
open: bool
again: uint256

@deploy
def __init__(vault: address, open: bool, again: uint256):
    self.vault = Vault(vault)
    self.open = open
    self.again = again

@external
@payable
def bring():
    extcall self.vault.deposit(value=msg.value)

@external
def fetch(amount: uint256):
    extcall self.vault.withdraw(amount)

@external
@payable
def __default__():
    assert self.open, "closed"
    if self.again > 0:
        amount: uint256 = self.again
        self.again = 0
        extcall self.vault.withdraw(amount)
"""


class Outsider:
    """A contract with an account in a vault; `again` is what it asks for while it is being paid."""

    def __init__(self, vault: Vault, *, takes_ether: bool, again: int = 0) -> None:
        made = compiled(SOURCE)
        self.vault = vault
        words = (vault.address.rjust(32, b"\0"), takes_ether.to_bytes(32), again.to_bytes(32))
        self.address = vault.chain.create("mallory", bytes.fromhex(made["bytecode"][2:]) + b"".join(words))
        self.selectors = {name: int(code, 16).to_bytes(4) for name, code in made["method_identifiers"].items()}

    def bring(self, amount: int) -> str | None:
        """Deposit, and return the reason of a refusal."""
        return self.vault.chain.send("mallory", self.address, self.selectors["bring()"], amount).reason

    def fetch(self, amount: int) -> str | None:
        """Withdraw, and return the reason of a refusal."""
        data = self.selectors["fetch(uint256)"] + amount.to_bytes(32)
        return self.vault.chain.send("mallory", self.address, data).reason
