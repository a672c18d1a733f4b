"""The exact vault: `ticks` is its arithmetic, `ledger` its money, and `contract` runs it as a smart contract."""
