"""The items of lesson 07, by objective."""
