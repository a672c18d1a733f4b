"""Lesson 06: how much to post, and where."""
