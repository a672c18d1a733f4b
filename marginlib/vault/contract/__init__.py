"""The vault of `marginlib.ledger` as a smart contract: `vault.vy`, compiled and executed in this process.

It needs the packages of the extra `contract`. Without them it is still imported, and making a `Chain` or a `Vault`
says what to install.
"""

from marginlib.contract.chain import Chain, Receipt
from marginlib.contract.vault import SOURCE, Vault

__all__ = ["SOURCE", "Chain", "Receipt", "Vault"]
