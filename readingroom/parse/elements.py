"""The elements of HTML that matter to a body: which are blocks, and what text in them is."""

from readingroom.model.block import PassageKind

BLOCKS: dict[str, PassageKind] = {
    "address": PassageKind.OTHER,
    "article": PassageKind.OTHER,
    "aside": PassageKind.OTHER,
    "blockquote": PassageKind.QUOTATION,
    "caption": PassageKind.CAPTION,
    "col": PassageKind.OTHER,
    "colgroup": PassageKind.OTHER,
    "dd": PassageKind.ITEM,
    "details": PassageKind.OTHER,
    "div": PassageKind.OTHER,
    "dl": PassageKind.OTHER,
    "dt": PassageKind.ITEM,
    "fieldset": PassageKind.OTHER,
    "figcaption": PassageKind.CAPTION,
    "figure": PassageKind.OTHER,
    "footer": PassageKind.OTHER,
    "form": PassageKind.OTHER,
    "h1": PassageKind.HEADING,
    "h2": PassageKind.HEADING,
    "h3": PassageKind.HEADING,
    "h4": PassageKind.HEADING,
    "h5": PassageKind.HEADING,
    "h6": PassageKind.HEADING,
    "header": PassageKind.OTHER,
    "hgroup": PassageKind.OTHER,
    "hr": PassageKind.OTHER,
    "legend": PassageKind.CAPTION,
    "li": PassageKind.ITEM,
    "ol": PassageKind.OTHER,
    "p": PassageKind.PARAGRAPH,
    "pre": PassageKind.CODE,
    "section": PassageKind.OTHER,
    "summary": PassageKind.CAPTION,
    "table": PassageKind.OTHER,
    "tbody": PassageKind.OTHER,
    "td": PassageKind.CELL,
    "tfoot": PassageKind.OTHER,
    "th": PassageKind.CELL,
    "thead": PassageKind.OTHER,
    "tr": PassageKind.OTHER,
    "ul": PassageKind.OTHER,
}
"""Elements that no passage crosses, with the kind of the text that stands in them."""

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
LAST_LEVEL = 6

VOID = frozenset(["br", "col", "hr", "img", "input", "source", "track", "wbr"])
"""Elements without an end tag."""

MEDIA = frozenset(["audio", "source", "track", "video"])
"""Elements besides images that load what their `src` names."""

WRAPPERS = frozenset(["article", "div", "footer", "header", "main", "section"])
"""Elements that only group: what stands in one counts as standing where it stands."""
