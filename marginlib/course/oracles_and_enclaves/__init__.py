"""Lesson 12: what a false price costs and takes, and what an attested journal proves."""
