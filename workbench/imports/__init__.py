"""An import from the upload to the saved set: read by a worker, looked at by a person, saved once.

`jobs` reads documents into candidates, `candidates` goes between what a document states and the
words of the bank, `likeness` finds what the bank has already, `earlier` what changed since the
same document was saved before. `actions`, `cutting` and `saving` are what a person does.
"""
