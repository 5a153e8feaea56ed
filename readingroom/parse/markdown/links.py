"""Links, images and media of a source → markup and slots.

What lies in the archive becomes a slot, since its address is known only once the whole archive is. Another
site's pages stay links; its images and media become links, since a page loads nothing from elsewhere.
"""

from dataclasses import dataclass
from html import escape

from readingroom.diagnostics import Code
from readingroom.model.block import DispatchTarget, Image, LinkEnd, LinkStart, Markup, PathTarget, Text
from readingroom.parse.markdown import attributes
from readingroom.parse.markdown.attributes import Attributes
from readingroom.parse.markdown.draft import Item, Page
from readingroom.parse.markdown.link_targets import OutsideTarget, WebTarget, target_of
from readingroom.parse.markdown.report import Range

_SOURCES = (".md", ".txt")


@dataclass(frozen=True, slots=True)
class Link:
    """What opens and closes a link, and what it shows if it has no words of its own."""

    opening: Markup | LinkStart | None
    closing: Markup | LinkEnd | None
    words: str = ""


def link(given: Attributes, page: Page, lines: Range) -> Link:
    """The link of an `<a>`; None in place of its tags where it leads nowhere."""
    address = given.pop("href", "").strip()
    if not address:
        return Link(None, None)
    target = target_of(address, page.report.path, page.settings)
    rest = attributes.write(given)
    if isinstance(target, WebTarget):
        return _web_link(target, rest, page)
    if isinstance(target, OutsideTarget):
        message = f"The link “{address}” leads out of the content folder."
        page.report.tell_of(Code.LINK_BROKEN, message, address, lines)
        return Link(Markup('<span class="link-broken">'), Markup("</span>"), address)
    if isinstance(target, PathTarget):
        _note_file(target.path, page)
    needle = target.number if isinstance(target, DispatchTarget) else address
    line, _ = page.report.locate(needle, lines)
    return Link(LinkStart(target, rest, line=line), LinkEnd())


def _web_link(target: WebTarget, rest: str, page: Page) -> Link:
    address = target.address
    if address.startswith("#"):
        address = f"#{page.fragment(address[1:])}"
    external = ' rel="external"' if target.external else ""
    return Link(Markup(f'<a href="{escape(address)}"{external}{rest}>'), Markup("</a>"), address)


def image(given: Attributes, page: Page, lines: Range, *, in_link: bool) -> list[Item]:
    """The image, or what stands for one that cannot be shown: a link to it, or its alternative text."""
    address, words = given.pop("src", "").strip(), given.pop("alt", "").strip()
    for name in ("width", "height"):
        given.pop(name, None)
    target = target_of(address, page.report.path, page.settings) if address else None
    if not words:
        message = f"The image “{address}” has no alternative text."
        page.report.tell_of(Code.IMAGE_ALT_MISSING, message, address, lines)
    if isinstance(target, PathTarget):
        _note_file(target.path, page)
        line, _ = page.report.locate(address, lines)
        return [Image(target.path, attributes.write({"alt": words, **given}), line)]
    if isinstance(target, WebTarget) and target.external:
        return _remote(target.address, words, page, lines, in_link=in_link)
    if isinstance(target, OutsideTarget):
        message = f"The image “{address}” lies outside the content folder."
        page.report.tell_of(Code.LINK_BROKEN, message, address, lines)
    return [Text(words)] if words else []


def media(name: str, given: Attributes, page: Page, lines: Range) -> list[Item]:
    """An audio, video, source or track element."""
    address = given.pop("src", "").strip()
    rest = attributes.write(given)
    target = target_of(address, page.report.path, page.settings) if address else None
    if isinstance(target, PathTarget):
        _note_file(target.path, page)
        line, _ = page.report.locate(address, lines)
        return [Image(target.path, rest, line, tag=name)]
    items: list[Item] = [Markup(f"<{name}{rest}>")]
    if isinstance(target, WebTarget) and target.external:
        items = [*_remote(target.address, "", page, lines, in_link=False), *items]
    return items


def _remote(address: str, words: str, page: Page, lines: Range, *, in_link: bool) -> list[Item]:
    message = f"“{address}” is another site's; it became a link."
    page.report.tell_of(Code.IMAGE_REMOTE, message, address, lines)
    shown = Text(words or address)
    if in_link:
        return [shown]
    return [Markup(f'<a href="{escape(address)}" rel="external">'), shown, Markup("</a>")]


def _note_file(path: str, page: Page) -> None:
    if path and not path.lower().endswith(_SOURCES):
        page.files[path] = None
