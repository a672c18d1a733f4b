"""Lesson 13: margin managers, judged on weeks that nobody has seen."""
