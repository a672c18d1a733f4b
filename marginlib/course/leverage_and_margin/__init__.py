"""Lesson 01: what leverage changes, and margin ratios in their four conventions."""
