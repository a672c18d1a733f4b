"""Lesson 09: loans that a liquidation heals or kills, and what a hedge carries in a portfolio."""
