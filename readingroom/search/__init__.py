"""Search without a server: words, postings and places, as files that any browser can read."""
