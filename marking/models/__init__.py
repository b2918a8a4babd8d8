"""Interviews shared with others, and what people say about answers."""
