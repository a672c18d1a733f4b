"""Do the promises bite? Real bugs, planted one at a time."""
