"""Rooms with something on each of their pages, and the addresses of these, to look at them all."""
