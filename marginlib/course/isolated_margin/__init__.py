"""Lesson 02: one position alone in its tank, its liquidation and its bankruptcy price."""
