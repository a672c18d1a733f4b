"""Bulkheads."""
