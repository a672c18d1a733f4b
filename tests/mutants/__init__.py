"""Mutants of the mechanics, by rooms: what a test of a room would not notice (`uvx nox -s mutants`)."""
