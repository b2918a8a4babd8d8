"""The study desk: what there is to learn beside the questions, as pages to read and to print."""
