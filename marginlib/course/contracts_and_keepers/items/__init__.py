"""Items of lesson 11."""
