"""Nothing of a source that runs, restyles or loads reaches a page."""

import re
from html import unescape

import pytest

from readingroom.config import default_settings
from readingroom.diagnostics import Code
from readingroom.model.block import Image, LinkStart, Markup
from readingroom.model.dispatch import Dispatch
from readingroom.model.source import Form, Source
from readingroom.parse.markdown.parser import parse_markdown
from readingroom.parse.markdown.sanitise import removed, sanitise
from readingroom.parse.result import Parsed

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img src='x' alt='`><script>alert(1)</script>'>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml;base64,AAAA#x'></use></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='  jAvAsCrIpT:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='x' target=_blank onclick=alert(1) onmouseover='alert(2)'>x</a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<base href='//x.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='//x.example/x.css'>",
    "<style>@import '//x.example/x.css';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='position:fixed;top:0'>x</p>",
    "<div style='text-align:left;behavior:url(x.htc)'>x</div>",
    "<body onload=alert(1)>x</body>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "text\n{: onclick=alert(1) }",
    'text\n{: onclick="alert(1)" style="position:fixed" srcdoc=\'x\' }',
    "*text*{: onmouseover=alert(1) href=javascript:alert(1) }",
    "# text {: onclick=alert(1) #id }",
    "- item\n{: onclick=alert(1) }",
    "| a {: onclick=alert(1) } |\n|---|\n| b {: onclick=alert(1) } |",
    "[x](javascript:alert(1))",
    "[x]( javascript:alert(1) 'title')",
    "[x](<javascript:alert(1)>)",
    "[x](java\\script:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    '[x](https://example.org/"onclick="alert(1))',
    "[x](https://example.org/ 'a\" onclick=\"alert(1)')",
    "![x](javascript:alert(1))",
    '![x](x.png" onerror="alert(1))',
    '![x" onerror="alert(1)](x.png)',
    "<javascript:alert(1)>",
    "<javascript://x/%0aalert(1)>",
    '[[x" onclick="alert(1)]]',
    "[[10857|<script>alert(1)</script>]]",
    "a[^1]\n\n[^1]: <script>alert(1)</script> <img src=x onerror=alert(1)>",
    "a[^<script>]\n\n[^<script>]: b",
    '*[x]: " onclick="alert(1)\n\nx',
    '!!! note" onclick="alert(1)\n    x',
    '!!! "><script>alert(1)</script>\n    x',
    '```" onclick="alert(1)\nx\n```',
    '```{.x #"><script>alert(1)</script>}\nx\n```',
    "```html\n<script>alert(1)</script>\n```",
    '<div markdown="1" onclick="alert(1)">\n\n<script>alert(1)</script>\n\n</div>',
    "<p data-rr='1-1' data-rr-x='2' onclick=x>text</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "&#2;rrn0&#3; &#2;wzxhzdk:0&#3; &#2;klzzwxh:0000&#3;",
    "<x-script onclick=alert(1)>x</x-script>",
    "<a/onclick=alert(1)/href=x>x</a>",
    "<p/onclick=alert(1)>x</p>",
    "<p\x0conclick=alert(1)>x</p>",
]

_SAFE = (
    "a abbr b br blockquote caption code dd del details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i "
    "kbd li ol p pre s small span strong sub summary sup table tbody td th thead tr ul "
    "form input button textarea video audio select option label"
)
SAFE_TAGS = frozenset(_SAFE.split())
_TAG = re.compile(r"<(/?)([^\s<>/]+)((?:\s+[^\s=<>\"]+(?:=\"[^\"<>]*\")?)*)>")
_ATTRIBUTE = re.compile(r"\s+([^\s=\"]+)(?:=\"([^\"]*)\")?")
_RUNS = re.compile(r"^[\x00-\x20]*(?:java|vb)?script:|^[\x00-\x20]*data:", re.IGNORECASE)


def parse(body: str, *, trusted: bool = False) -> Parsed:
    """A Markdown source with that body."""
    data = f"---\ntitle: T\n---\n{body}".encode()
    source = Source(path="a/b.md", form=Form.MARKDOWN, data=data, folder_trusted=trusted)
    return parse_markdown(source, default_settings())


def markup(dispatch: Dispatch) -> str:
    """All that a dispatch writes as markup, its slots' attributes included."""
    parts: list[str] = []
    for body in (dispatch.body, *(note.body for note in dispatch.notes)):
        for chunk in body.chunks:
            if isinstance(chunk, Markup):
                parts.append(chunk.html)
            elif isinstance(chunk, LinkStart):
                parts.append(f"<a{chunk.attributes}>")
            elif isinstance(chunk, Image):
                parts.append(f"<{chunk.tag}{chunk.attributes}>".replace("<img", "<br"))
    return "".join(parts)


@pytest.mark.parametrize("trusted", [False, True], ids=["plain", "trusted"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_script_survives(payload: str, *, trusted: bool) -> None:
    """What is left is whole tags of known elements, without a handler, a style or an address that runs."""
    parsed = parse(payload, trusted=trusted)
    assert parsed.dispatch, parsed.diagnostics
    html = markup(parsed.dispatch)
    assert _TAG.sub("", html).strip("\n ") == ""
    for _, name, rest in _TAG.findall(html):
        assert name in SAFE_TAGS
        for attribute, value in _ATTRIBUTE.findall(rest):
            assert not attribute.startswith(
                ("on", "style", "src", "data-rr", "formaction", "xlink", "target")
            )
            assert not _RUNS.match(unescape(value))


@pytest.mark.parametrize(
    ("html", "what", "needle"),
    [
        ("<script>x</script>", "the element <script>", "<script"),
        ("<SCRIPT>x</SCRIPT>", "the element <script>", "<SCRIPT"),
        ("<p onclick='x'>", "the attribute onclick of <p>", "onclick"),
        ("<p ONCLICK=x>", "the attribute onclick of <p>", "ONCLICK"),
        ("<a href='javascript:x'>", "the address of <a>, of the kind javascript:", "javascript:x"),
        ("<img src=data:x>", "the address of <img>, of the kind data:", "data:x"),
        ("<p style='color: red'>", "the style of <p>", "color: red"),
        ("<![CDATA[x]]>", "a marked section or processing instruction", "<![CDATA["),
    ],
)
def test_what_is_removed_is_named(html: str, what: str, needle: str) -> None:
    """Element, attribute, address or style; with how it stands in the source."""
    (found,) = removed(html, trusted=False)
    assert (found.what, found.needle) == (what, needle)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p>",
        '<p class="x" id="y" lang="fa" title="z">a</p>',
        '<p data-rr="1-2">a</p>',
        '<a href="https://example.org/?a=1&amp;b=2">a</a>',
        '<td align="left" colspan="2">a</td>',
        '<p style="text-align: center">a</p>',
        "<!-- a comment -->",
        "</p>",
        "a < b > c",
    ],
)
def test_what_is_kept_is_not_told(html: str) -> None:
    """No false alarm about what a source may have."""
    assert removed(html, trusted=False) == ()


def test_a_removal_is_told_with_its_line() -> None:
    """Each thing once."""
    parsed = parse("One.\n\nTwo <b onclick='x'>a</b> <b onclick='y'>b</b>.")
    (told,) = parsed.diagnostics
    assert (told.code, told.line, told.column) == (Code.HTML_REMOVED, 6, 8)


def test_a_trusted_folder_may_have_forms_and_local_media() -> None:
    """And nothing else more: no frames, no scripts, nothing of other sites."""
    body = '<form action="https://example.org/ask"><label for="q">Q</label> <input id="q" name="q"></form>'
    assert sanitise(body, trusted=True) == body
    parsed = parse('<video src="film.mp4" controls></video> <iframe src="x"></iframe>', trusted=True)
    assert parsed.dispatch
    (image,) = [chunk for chunk in parsed.dispatch.body.chunks if isinstance(chunk, Image)]
    assert (image.path, image.tag, image.attributes) == ("a/film.mp4", "video", ' controls=""')
    assert parsed.dispatch.attachments == ("a/film.mp4",)
    assert [told.code for told in parsed.diagnostics] == [Code.HTML_REMOVED]


def test_media_of_another_site_become_links() -> None:
    """A page loads nothing from elsewhere, trusted or not."""
    parsed = parse('<audio src="https://example.org/a.mp3"></audio>', trusted=True)
    assert parsed.dispatch
    assert 'href="https://example.org/a.mp3" rel="external"' in markup(parsed.dispatch)
    assert "src=" not in markup(parsed.dispatch)
    assert [told.code for told in parsed.diagnostics] == [Code.IMAGE_REMOTE]


def test_a_class_of_the_source_is_never_one_of_the_theme() -> None:
    """It gets a prefix; those that extensions write stay."""
    parsed = parse("Text\n{: .para .lead .note }\n\n!!! tip\n    x")
    assert parsed.dispatch
    html = markup(parsed.dispatch)
    assert 'class="para s-para s-lead note"' in html
    assert 'class="admonition tip"' in html
