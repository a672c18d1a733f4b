"""Lesson 12: which prices are believed, and what an attested journal proves."""
