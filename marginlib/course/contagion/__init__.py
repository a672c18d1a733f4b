"""Lesson 10: where a loss stops."""
