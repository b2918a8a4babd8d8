"""The launcher: `make setup` installs, `make run` starts everything Greenroom needs on one machine.

What runs before `.venv` exists (`up.install` and what it imports) uses the standard library only.
"""
