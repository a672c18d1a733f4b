"""The vault of `marginlib.vault.ledger` as a smart contract: `vault.vy`, compiled and executed in this process.

It needs the packages of the extra `contract`. Without them it is still imported, and making a `Chain` or a `Vault`
says what to install, as `available` does for whoever only asks.
"""

from marginlib.vault.contract.chain import Chain, Receipt, available
from marginlib.vault.contract.vault import SOURCE, Vault

__all__ = ["SOURCE", "Chain", "Receipt", "Vault", "available"]
