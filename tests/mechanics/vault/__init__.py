"""Tests of the vault in whole ticks; those of the same vault as a contract stand in `contract`."""
