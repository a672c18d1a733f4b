"""Published worked examples and recorded positions, and the adapter that maps each to public marginlib calls."""
