"""Long lists in pages, numbered from the oldest, so that an addition touches the last page only."""

from collections.abc import Sequence

from readingroom.model.listing import PageOf

PAGE_SIZE = 100


def pages_of(ids: Sequence[str], size: int = PAGE_SIZE) -> tuple[PageOf, ...]:
    """The pages of a list whose ids are given oldest first.

    The first of the result is the list's own page (number 0), which shows the newest `size`. Where
    there are more, pages 1, 2, … follow and hold the whole list, `size` on each but the last.
    """
    newest = tuple(reversed(ids[-size:]))
    if len(ids) <= size:
        return (PageOf(number=0, ids=newest),)
    # The own page overlaps the last numbered one, so older ones go on where its oldest has its number.
    own = PageOf(number=0, ids=newest, older=-(-(len(ids) - size) // size))
    return (own, *(_numbered(ids, size, start) for start in range(0, len(ids), size)))


def _numbered(ids: Sequence[str], size: int, start: int) -> PageOf:
    number = start // size + 1
    return PageOf(
        number=number,
        ids=tuple(reversed(ids[start : start + size])),
        newer=number + 1 if start + size < len(ids) else None,
        older=number - 1 if start else None,
    )
