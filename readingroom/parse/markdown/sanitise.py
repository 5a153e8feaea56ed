"""HTML of a source → HTML that may stand on a page: nothing that runs, restyles or loads from elsewhere.

nh3 (an HTML5 parser and allow-list) does it; a scan of what went in tells what was taken out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape

import nh3

from readingroom.parse.markdown.source_lines import LINE_ATTRIBUTE

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Of the addresses that a link may have; one without a scheme is a path."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT_TAGS = _names(
    "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup "
    "time u var wbr"
)
_BLOCK_TAGS = _names(
    "address article aside blockquote caption col colgroup dd details div dl dt figcaption figure footer "
    "h1 h2 h3 h4 h5 h6 header hgroup hr img li ol p pre section summary table tbody td tfoot th thead tr ul"
)
_TRUSTED_TAGS = _names(
    "audio button datalist fieldset form input label legend meter optgroup option output progress select "
    "source textarea track video"
)
"""What a folder that the archive trusts may use besides: forms and media."""

_EVERYWHERE = frozenset({"align", "class", "dir", "id", "lang", "style", "title", LINE_ATTRIBUTE})
_ATTRIBUTES = {
    "a": {"href", "name"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "pre": {"tabindex"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_TRUSTED_ATTRIBUTES = {
    "audio": {"controls", "loop", "muted", "preload", "src"},
    "button": {"disabled", "name", "type", "value"},
    "fieldset": {"disabled", "name"},
    "form": {"accept-charset", "action", "method"},
    "input": set(
        _names(
            "checked disabled list max maxlength min minlength multiple name pattern placeholder readonly "
            "required size step type value"
        )
    ),
    "label": {"for"},
    "meter": {"high", "low", "max", "min", "optimum", "value"},
    "optgroup": {"disabled", "label"},
    "option": {"disabled", "label", "selected", "value"},
    "output": {"for", "name"},
    "progress": {"max", "value"},
    "select": {"disabled", "multiple", "name", "required", "size"},
    "source": {"src", "type"},
    "textarea": {"cols", "disabled", "maxlength", "name", "placeholder", "readonly", "required", "rows"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"controls", "height", "loop", "muted", "playsinline", "preload", "src", "width"},
}
_ADDRESSES = frozenset({"href", "src", "cite", "action"})
_STYLES = frozenset({"text-align"})

_TAG = re.compile(
    r"<(?:(?P<name>[A-Za-z][^\s/>]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*+)|(?P<odd>!\[CDATA\[|\?))"
)
_SPECIAL = re.compile(
    rf"<(?!/|(?:p|em|strong|h[1-6]|[uo]l|li|blockquote|[bh]r|t[dhr]|table|thead|tbody|code|pre|d[ldt])"
    rf'(?: {LINE_ATTRIBUTE}="[0-9-]*")?>|a href="(?:https?://|#|\[\[)[^"]*">)'
)
"""Any start tag but those that Python-Markdown itself writes."""

_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that the sanitiser took out."""

    what: str
    """In words: "the element <script>"."""
    needle: str
    """How it stands in the source, to find its line by."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is allowed; wider in a folder that the archive trusts."""

    tags: frozenset[str]
    attributes: dict[str, set[str]]

    def allows(self, tag: str, attribute: str) -> bool:
        """Whether an element may have an attribute."""
        return attribute in _EVERYWHERE or attribute in self.attributes.get(tag, ())


@cache
def rules(*, trusted: bool) -> Rules:
    """The rules of a source's folder."""
    if not trusted:
        return Rules(_TEXT_TAGS | _BLOCK_TAGS, _ATTRIBUTES)
    return Rules(_TEXT_TAGS | _BLOCK_TAGS | _TRUSTED_TAGS, _ATTRIBUTES | _TRUSTED_ATTRIBUTES)


@cache
def _cleaner(*, trusted: bool) -> nh3.Cleaner:
    allowed = rules(trusted=trusted)
    return nh3.Cleaner(
        tags=set(allowed.tags),
        clean_content_tags={"script", "style"},
        attributes={"*": set(_EVERYWHERE)} | allowed.attributes,
        strip_comments=True,
        link_rel=None,
        url_schemes=set(SCHEMES),
        filter_style_properties=set(_STYLES),
    )


def sanitise(html: str, *, trusted: bool) -> str:
    """The HTML with nothing in it that is not allowed, every element closed."""
    return _cleaner(trusted=trusted).clean(html)


def removed(html: str, *, trusted: bool) -> tuple[Removed, ...]:
    """What `sanitise` takes out of the HTML, each thing once."""
    if not _SPECIAL.search(html):
        return ()
    allowed = rules(trusted=trusted)
    found: dict[Removed, None] = {}
    for match in _TAG.finditer(html):
        if match["odd"]:
            found[Removed("a marked section or processing instruction", match[0])] = None
            continue
        tag = match["name"].lower()
        if tag not in allowed.tags:
            found[Removed(f"the element <{tag}>", f"<{match['name']}")] = None
        elif match["rest"].strip(" /"):
            found.update(dict.fromkeys(_removed_attributes(tag, match["rest"], allowed)))
    return tuple(found)


def _removed_attributes(tag: str, rest: str, allowed: Rules) -> Iterator[Removed]:
    for written, double, single, plain in _ATTRIBUTE.findall(rest):
        raw = double or single or plain
        name, value = written.lower(), unescape(raw)
        if not allowed.allows(tag, name):
            yield Removed(f"the attribute {name} of <{tag}>", written)
        elif name in _ADDRESSES and not _is_safe(value):
            yield Removed(f"the address of <{tag}>, of the kind {_scheme(value)}:", raw)
        elif name == "style" and _other_styles(value):
            yield Removed(f"the style of <{tag}>", raw)


def _scheme(value: str) -> str:
    match = _SCHEME.match(_IGNORED_IN_ADDRESSES.sub("", value))
    return match[1].lower() if match else ""


def _is_safe(value: str) -> bool:
    return _scheme(value) in SCHEMES | {""}


def _other_styles(value: str) -> bool:
    names = [part.partition(":")[0].strip().lower() for part in value.split(";") if part.strip()]
    return any(name not in _STYLES for name in names)
