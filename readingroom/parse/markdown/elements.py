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


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


HTML_NAMES = _names(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote "
    "body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog "
    "dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee "
    "math menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param "
    "picture plaintext pre progress q rb rp rt rtc ruby s samp script search section select slot small "
    "source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead "
    "time title tr track tt u ul var video wbr xmp"
)
"""Elements of HTML, obsolete ones too; what else stands in angle brackets is text."""
