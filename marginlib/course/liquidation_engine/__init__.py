"""Lesson 07: what a venue does with a pool that it closes, and who pays."""
