"""Lesson 11: the vault as a smart contract, and who calls it."""
