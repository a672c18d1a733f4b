"""Lesson 04: one deposit behind walls and in one pool, by chance and on stress days."""
