"""What is to be written, made: pages with their views, files with their bytes."""

from collections.abc import Iterable, Iterator

from readingroom.model.page import File, FileRecipe, PageRecipe, Written
from readingroom.model.site import Site


def baked(items: Iterable[Written], site: Site) -> Iterator[Written]:
    """The same pages and files of a site in their order; what has a recipe is made by it."""
    for item in items:
        if isinstance(item, PageRecipe):
            yield item.page(site)
        elif isinstance(item, FileRecipe):
            yield File(address=item.address, data=item.data(site))
        else:
            yield item


def files(items: Iterable[Written], site: Site) -> list[File]:
    """The files among them whose bytes depend on nothing else."""
    return [item for item in baked(items, site) if isinstance(item, File)]
