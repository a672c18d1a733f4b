"""Position sizing and the allocation of collateral."""
