"""Searching in what a page lists: the search page, limited to it."""

from readingroom.model.view import Within


def within(name: str, *parameters: tuple[str, str]) -> Within:
    """A form that searches in `name`, told to the search page by `parameters` of its address."""
    return Within(label=f"Search in {name}", parameters=parameters)
