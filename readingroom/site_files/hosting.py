"""What static hosts read: `_headers` and `_redirects`, in the form that Netlify and Cloudflare share.

Both stand at the root of what is deployed, so their paths begin there, whatever base_url says.
"""

from collections.abc import Iterator
from urllib.parse import quote

from readingroom.addresses import page_of
from readingroom.model.page import File
from readingroom.model.site import Site
from readingroom.search.shards import KINDS

KEPT = "public, max-age=31536000, immutable"
"""For files that are named by their content."""
ASKED = "no-cache"
"""For the file that names them."""

_MEDIA_TYPES = (
    ("/feed.xml", "application/atom+xml; charset=utf-8"),
    ("/*/feed.xml", "application/atom+xml; charset=utf-8"),
    ("/subjects/*.xml", "application/atom+xml; charset=utf-8"),
    ("/data/dispatches.bib", "application/x-bibtex; charset=utf-8"),
    ("/data/dispatches.ris", "application/x-research-info-systems; charset=utf-8"),
    ("/data/dispatches.csl.json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
)


def headers(site: Site) -> Iterator[File]:
    """`_headers`: the policy of the pages, caching, media types that hosts don't guess, data for all.

    Every other address keeps its name when its bytes change, so nothing may be kept without asking: that
    is what both hosts say of a file without a rule of its own. A rule for all would not be overruled by
    one for some, since where several rules fit an address their values are joined.
    """
    lines = [
        "/*",
        f"  Content-Security-Policy: {' '.join(site.settings.content_security_policy.split())}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        "/data/*",
        "  Access-Control-Allow-Origin: *",
    ]
    for path, media_type in _MEDIA_TYPES:
        lines += [path, f"  Content-Type: {media_type}"]
    lines += ["/search/root.js", f"  Cache-Control: {ASKED}"]
    for kind in KINDS:
        lines += [f"/search/{kind}-*", f"  Cache-Control: {KEPT}"]
    yield File(address="_headers", data="\n".join([*lines, ""]).encode())


def redirects(site: Site) -> Iterator[File]:
    """`_redirects`: old addresses for good to the pages they became; no file where there are none."""
    rows = [
        f"/{quote(old)} /{quote(page_of(dispatch))} 301\n"
        for old, dispatch in sorted(site.archive.aliases.items())
    ]
    if rows:
        yield File(address="_redirects", data="".join(rows).encode())
