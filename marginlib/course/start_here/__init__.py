"""Lesson 00: the same two trades in the same crash, with walls and with one pool."""
