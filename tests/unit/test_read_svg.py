"""Drawings: harmless ones pass, and what could run or load anything is refused."""

import pytest

from readingroom.read.svg import LARGEST, fault

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DTD = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'

HARMLESS = {
    "plain": '<circle r="4" fill="#c00"/>',
    "title and text": "<title>Telegraph</title><desc>On load: a tower</desc><text>script</text>",
    "gradient": '<defs><linearGradient id="g"/></defs><rect fill="url(#g)" style="stroke: url( \'#g\' )"/>',
    "style sheet": "<style>.a { fill: url(#g); font-family: 'x' } /* url(http://x/) */</style>",
    "style in CDATA": "<style><![CDATA[ a > b { fill: red } ]]></style>",
    "use": '<symbol id="s"/><use href="#s"/><use xlink:href="#s"/>',
    "raster inside": '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    "hyperlinks": '<a href="https://a.example/"/><a xlink:href="../1.html#n"/><a href="mailto:a@b.example"/>',
    "animation": '<rect><animate attributeName="x" from="0" to="9" dur="2s"/></rect>',
    "metadata of an editor": (
        f'<metadata xmlns:rdf="{RDF}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<rdf:RDF><rdf:li rdf:resource="http://purl.org/dc/dcmitype/StillImage"/><dc:title>x</dc:title></rdf:RDF>'
        "</metadata>"
    ),
    "label that looks like CSS": '<g xmlns:i="http://editor.example/" i:label="url(http://x/)" id="src(1)"/>',
    "comment": "<!-- <script>alert(1)</script> onload= -->",
    "empty link": '<a href=""/>',
}


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_harmless_drawing_passes(body: str) -> None:
    """What draws, names, links and describes is let through."""
    assert fault(f"<svg {NS}>{body}</svg>".encode()) is None


@pytest.mark.parametrize(
    "document",
    [
        f'<?xml version="1.0" encoding="UTF-8"?><svg {NS}/>',
        f"<!DOCTYPE svg PUBLIC {DTD}><svg {NS}/>",
        f"\ufeff<svg {NS}/>",
        '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>',
        f"<!-- made by hand -->\n<svg {NS}><text>تلگراف</text></svg>",
    ],
)
def test_a_drawing_may_begin_in_many_ways(document: str) -> None:
    """Declarations, document types, prefixes and comments are nothing to fear."""
    assert fault(document.encode()) is None


def test_a_drawing_may_be_utf_16() -> None:
    """Any encoding that XML readers must know."""
    assert fault(f"<svg {NS}/>".encode("utf-16")) is None


REFUSED = {
    "script": "<script>alert(1)</script>",
    "script elsewhere": "<g><defs><script href='#x'/></defs></g>",
    "script of another name space": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "script in no name space": '<script xmlns="">alert(1)</script>',
    "script in capitals": "<SCRIPT>alert(1)</SCRIPT>",
    "handler": '<rect onclick="alert(1)"/>',
    "handler in capitals": '<rect ONLOAD="alert(1)"/>',
    "handler of an animation": '<animate onbegin="alert(1)" attributeName="x" dur="1s"/>',
    "XML events": '<g xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="click"/>',
    "handler element": '<handler type="application/ecmascript">alert(1)</handler>',
    "foreign object": "<foreignObject><g/></foreignObject>",
    "HTML": '<body xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></body>',
    "frame": '<iframe src="#"/>',
    "script link": '<a href="javascript:alert(1)"/>',
    "script link in pieces": '<a xlink:href=" java&#10;script&#9;:alert(1)"/>',
    "script link by entity": '<a href="&#106;avascript:alert(1)"/>',
    "data link": '<a href="data:text/html,&lt;script>alert(1)&lt;/script>"/>',
    "use of another file": '<use href="other.svg#s"/>',
    "use of another site": '<use xlink:href="https://evil.example/x.svg#s"/>',
    "drawing in a drawing": '<image href="data:image/svg+xml,&lt;svg/>"/>',
    "image of another site": '<image xlink:href="//evil.example/x.png"/>',
    "image of another file": '<image href="photo.png"/>',
    "filter image": '<feImage href="https://evil.example/x.png"/>',
    "base": '<g xml:base="https://evil.example/"/>',
    "animated link": '<a><animate attributeName="href" to="javascript:alert(1)"/></a>',
    "set link": '<a><set attributeName="xlink:href" to="javascript:alert(1)"/></a>',
    "animated handler": '<set attributeName="onmouseover" to="alert(1)"/>',
    "animated style": '<animate attributeName="fill" to="url(https://evil.example/#a)"/>',
    "fill of another site": '<rect fill="url(https://evil.example/x.svg#g)"/>',
    "style of another site": '<rect style="fill:url( &quot;https://evil.example/&quot; )"/>',
    "style sheet of another site": "<style>@import 'https://evil.example/x.css';</style>",
    "style sheet image": "<style>a { background: url(//evil.example/x) }</style>",
    "style sheet escapes": r"<style>a { background: \75\72\6c(https://evil.example/) }</style>",
    "style sheet escaped letter": r"<style>@\69mport 'https://evil.example/x.css';</style>",
    "style sheet comment": "<style>a { fill: url(/* #a */https://evil.example/) }</style>",
    "style sheet image set": "<style>a { background: image-set('https://evil.example/x' 1x) }</style>",
    "style in pieces": "<style>@imp<!-- -->ort 'https://evil.example/x.css';</style>",
    "style with an element": "<style>@import 'https://evil.example/x.css';<g/></style>",
    "style sheet instruction": "<?xml-stylesheet href='x.xsl' type='text/xsl'?>",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_what_runs_or_loads_is_refused(body: str) -> None:
    """Whatever would execute, or fetch something, once the drawing is opened by itself."""
    found = fault(f"<svg {NS}>\n{body}</svg>".encode())
    assert found is not None
    assert found.line == 2
    assert found.message.endswith(".")


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no XML",
        f"<svg {NS}>",
        f"<svg {NS}></svg><svg/>",
        "<svg/>",
        '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
        f"<svg {NS}><q:rect/></svg>",
        f'<!DOCTYPE svg [<!ENTITY x "y">]><svg {NS}>&x;</svg>',
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg {NS}/>',
        f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "https://evil.example/x.dtd"> %p;]><svg {NS}/>',
        f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg {NS}/>',
        f'<?xml version="1.0" encoding="UTF-7"?><svg {NS}/>',
    ],
)
def test_what_is_no_sound_drawing_is_refused(document: str) -> None:
    """Broken XML, another document, a drawing without its name space, entities and defaulted handlers."""
    assert fault(document.encode()) is not None


def test_nested_entities_are_refused_before_they_grow() -> None:
    """A document of a few hundred bytes that would expand to gigabytes costs nothing."""
    lines = [f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12)]
    document = f'<!DOCTYPE svg [<!ENTITY x0 "ha">{"".join(lines)}]><svg {NS}>&x11;</svg>'
    found = fault(document.encode())
    assert found is not None
    assert "entity" in found.message


def test_a_deep_drawing_is_no_trouble() -> None:
    """Nesting costs neither time nor stack."""
    assert fault(f"<svg {NS}>{'<g>' * 100_000}{'</g>' * 100_000}</svg>".encode()) is None


def test_a_drawing_beyond_the_limit_is_refused() -> None:
    """Nobody looks through hundreds of megabytes."""
    assert fault(b" " * (LARGEST + 1)) is not None
