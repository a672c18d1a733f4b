"""Lesson 14: your own venue, which asks by rules of its own. So far these are its items, without a page."""
