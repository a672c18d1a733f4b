"""Lesson 05: how likely a liquidation is, and how that depends on who looks how often."""
