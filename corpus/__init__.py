"""Documents in, passages out: reading, chunking, embedding and indexing Markdown. Knows nothing of releases."""
