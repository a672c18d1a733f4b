"""Lesson 08: liquidations that cause each other."""
