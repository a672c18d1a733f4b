"""Tests of the exact vault."""
