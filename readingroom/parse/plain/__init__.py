"""Plain-text dispatches, as they were received."""
