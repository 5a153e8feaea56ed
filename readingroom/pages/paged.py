"""Long lists in pages: the list's own page with the newest, then pages numbered from the oldest."""

from collections.abc import Iterator, Sequence

from readingroom.addresses import relative
from readingroom.index import PAGE_SIZE, pages_of
from readingroom.model.archive import Group, Index
from readingroom.model.listing import PageOf
from readingroom.model.view import Link, Pager


def paged(index: Index, group: Group) -> Iterator[tuple[str, PageOf, Pager | None]]:
    """Each page of a group: its address, its dispatches, and its pager where there are several pages."""
    pages = pages_of(group.ids)
    for page in pages:
        address = index.page(group, page.number)
        is_alone = len(pages) == 1
        yield address, page, None if is_alone else _pager(index, group, page, len(pages) - 1)


def title(name: str, page: PageOf) -> str:
    """The title of one page of a list."""
    return f"{name}, page {page.number}" if page.number else name


def _pager(index: Index, group: Group, page: PageOf, numbered: int) -> Pager:
    origin = index.page(group, page.number)

    def to(number: int | None) -> str:
        return "" if number is None else relative(origin, index.page(group, number))

    first, last = _positions(page, group.ids)
    return Pager(
        number=page.number,
        first=first,
        last=last,
        older=to(page.older),
        newer=to(page.newer),
        newest=to(0) if page.number else "",
        pages=()
        if page.number
        else tuple(Link(href=to(number), text=str(number)) for number in range(1, numbered + 1)),
    )


def _positions(page: PageOf, ids: Sequence[str]) -> tuple[int, int]:
    last = (page.number - 1) * PAGE_SIZE + len(page.ids) if page.number else len(ids)
    return last - len(page.ids) + 1, last
