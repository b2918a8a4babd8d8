"""The bank that comes with Greenroom, read once for all tests of it."""

from pathlib import Path

from questions.bank import read_bank

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
LIBRARY = read_bank(FIXTURES / "bank")
