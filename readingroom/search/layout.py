"""The form of an index in numbers and signs: what those who write it and those who ask it must agree on.

See docs/search.md. Whatever changes here changes `FORMAT`.
"""

FORMAT = 1
FOLDER = "search"
HASH_LENGTH = 6
"""Letters of a file's name that tell its content."""
TEXTS_IN_DOCUMENTS = 4
"""Text files whose documents share a file of rows."""

TITLE, HEADINGS, BODY, NOTES, METADATA = range(5)
FIELDS = 5
VARIANT = FIELDS
"""In a posting, where it says how often a word is there as a variant: no field has that number."""
SEVERAL = 7
"""From so often on, how often a word stands in a body alone follows its posting."""
GAP_STEP = 8
"""A posting is a gap, so many times, and how often the word is there."""

FIELD_SIGN = ":"
"""Between a field's key and a word of its values."""
RECORD_SIGN = "@"
"""What a word that stands for an authority record begins with."""
