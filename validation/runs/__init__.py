"""One run of the suite: what it covers, where its cells are computed and stored, what it writes."""
