"""The items of this lesson, a module for each objective."""
