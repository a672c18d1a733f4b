"""The items of everyday arithmetic, a module for each objective."""
