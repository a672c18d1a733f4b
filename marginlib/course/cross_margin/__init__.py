"""Lesson 03: one pool of several positions, and what a trade in one market does to the other."""
