"""What a build did: the files that it wrote, and what it says of its pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import filterfalse

from minisite import Site
from publications import stamps_in

MANIFEST = "manifest-sha256.txt"
CATALOGUE = (
    "data/dispatches.bib",
    "data/dispatches.csl.json",
    "data/dispatches.csv",
    "data/dispatches.json",
    "data/dispatches.ris",
)

SETTLED_SECONDS = 0.15
"""After so long the stamp of a file proves that it is as it was."""

_TOLD = re.compile(r"^(\d+) pages? rendered, (\d+) reused, (\d+) removed\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a build did to a site that was published before."""

    rendered: int
    reused: int
    changed: frozenset[str]
    """Files that were written anew, whatever their bytes."""
    added: frozenset[str]
    removed: frozenset[str]
    index: frozenset[str]
    """The kinds of files of the search index that were written; the others do not count them."""

    @property
    def pages(self) -> set[str]:
        """The pages that were written."""
        return {address for address in self.changed | self.added if address.endswith(".html")}


def rebuilt(site: Site, *arguments: str) -> Work:
    """Builds again, and compares the files with those that stood there before, by inode and time."""
    before = stamps_in(site.output)
    run = site.built("-j1", *arguments)
    after = stamps_in(site.output)
    told = _TOLD.search(run.err)
    assert told, run.err
    changed = frozenset(name for name in before.keys() & after.keys() if before[name] != after[name])
    added = frozenset(after.keys() - before.keys())
    work = Work(
        rendered=int(told[1]),
        reused=int(told[2]),
        changed=frozenset(filterfalse(_is_of_index, changed)),
        added=frozenset(filterfalse(_is_of_index, added)),
        removed=frozenset(filterfalse(_is_of_index, before.keys() - after.keys())),
        index=frozenset(_kind(name) for name in filter(_is_of_index, changed | added)),
    )
    assert int(told[3]) == sum(address.endswith(".html") for address in work.removed)
    assert work.rendered + work.reused == len(pages_of(site)), "every page is the one or the other"
    return work


def _is_of_index(address: str) -> bool:
    return address.startswith("search/")


def _kind(address: str) -> str:
    return address.removeprefix("search/").partition("-")[0].removesuffix(".js")


def assert_work(work: Work, pages: Iterable[str], others: Iterable[str] = (), *, in_vain: int = 0) -> None:
    """Just those pages and other files were written, and the manifest; `in_vain` more pages were rendered."""
    pages, others = set(pages), set(others)
    assert work.pages == pages
    assert not work.index or "root" in work.index
    written = work.changed | work.added
    assert written - work.pages == (others | {MANIFEST} if pages | others | work.removed else set())
    assert work.rendered == len(pages) + in_vain


def pages_of(site: Site) -> set[str]:
    """Every page that stands there."""
    return {address for address in site.addresses() if address.endswith(".html")}
