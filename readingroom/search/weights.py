"""How much a word counts where: the weights of BM25F.

S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6.
"""

WEIGHTS = (6.0, 1.5, 1.0, 1.5, 6.0, 0.4)
"""Of title, headings, body, notes, metadata, and of a variant wherever it stands."""
VARIANT_OF_QUESTION = 0.5
"""What a variant of a word of the question counts, beside the word."""
K1 = 3.0
B_BODY = 0.9
B_NOTES = 0.5
NEARNESS = 5.0
"""How much a document gains whose words stand as they do in the question: see `query/nearness.py`."""
WHOLENESS = 0.5
"""The same where it is one of a few that have all the words."""
