"""The bank: one module a lesson, each with a `LESSON` record that holds its question, objectives and items."""
