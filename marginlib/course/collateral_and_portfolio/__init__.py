"""Lesson 09: collateral of several kinds, loans, and liquidations that make them worse."""
