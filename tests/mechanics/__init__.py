"""The core: formulas, schedules, conventions, positions, books."""
