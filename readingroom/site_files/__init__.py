"""Files for machines: crawlers, language models, hosts."""

from collections.abc import Iterator

from readingroom.model.page import File
from readingroom.model.site import Site
from readingroom.site_files.hosting import headers, redirects
from readingroom.site_files.robots import llms, robots
from readingroom.site_files.sitemap import sitemap

__all__ = ["files", "sitemap"]


def files(site: Site) -> Iterator[File]:
    """`robots.txt`, `llms.txt`, `_headers` and `_redirects`; the sitemap needs the addresses of all pages."""
    for produce in (robots, llms, headers, redirects):
        yield from produce(site)
