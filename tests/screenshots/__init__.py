"""Pictures of the main pages for the README and the documents: `make screenshots`."""
