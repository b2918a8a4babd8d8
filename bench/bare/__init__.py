"""The least that Django can cost: one upsert, and one page of 10 KB. Nothing of Greenroom."""
