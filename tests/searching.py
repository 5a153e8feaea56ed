"""Small archives with a search index: made of texts, without a site around them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from pathlib import Path

from readingroom.config import default_settings
from readingroom.model.authority import Authority, Entity, folded
from readingroom.model.dispatch import Dispatch
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.search.index import files
from readingroom.search.merge import SLICES, head_of, joined, packed, texts_of
from readingroom.search.names import names_of
from readingroom.search.outline import Document, Facet, Outline
from readingroom.search.segment import Segment, segment
from readingroom.search.statistics import Statistics, statistics

SETTINGS = default_settings()
FIELDS = (
    ("series", "Series", ()),
    ("number", "Number", ()),
    ("language", "Language", ()),
    ("insertion", "Insertion", ()),
    ("people", "People", ("person",)),
    ("subjects", "Subjects", ("subject",)),
)


def a_dispatch(text: str, form: Form = Form.MARKDOWN) -> Dispatch:
    """The dispatch of a source."""
    name = "report.md" if form is Form.MARKDOWN else "report.txt"
    parsed = parse(Source(path=name, form=form, data=text.encode()), SETTINGS)
    assert parsed.dispatch is not None, (text, parsed.diagnostics)
    return parsed.dispatch


def a_record(kind: str, name: str, *variants: str, display: str = "", number: int = 1) -> Entity:
    """A record, by its preferred form and others."""
    return Entity(kind=kind, id=f"record-{number}", name=name, display=display, variants=variants)


def an_authority(records: Iterable[Entity]) -> Authority:
    """The authority files of these records."""
    its = list(records)
    names = {
        (one.kind, folded(form)): one
        for one in reversed(its)
        for form in (one.name, one.display, *one.variants)
        if form
    }
    return Authority(entities={(one.kind, one.id): one for one in its}, names=names)


def an_outline(dispatches: Iterable[Dispatch], language: str = "en") -> Outline:
    """What stands in the index besides the texts."""
    its = [one.meta for one in dispatches]
    numbers = tuple(range(len(its)))
    return Outline(
        documents=tuple(
            Document(
                one.id, one.title, one.date.text if one.date else "", one.series, one.number, one.language, ()
            )
            for one in its
        ),
        days=tuple(
            (day_number(one.date.first), day_number(one.date.last)) if one.date else (0, 0) for one in its
        ),
        facets=(Facet("series", "Series", (("All", numbers),)),),
        fields=FIELDS,
        series=(),
        language=language,
    )


def day_number(day: str) -> int:
    """A day as the index counts it."""
    return date.fromisoformat(day).toordinal()


def segments_of(
    dispatches: Sequence[Dispatch], authority: Authority, sizes: Sequence[int] = ()
) -> list[Segment]:
    """Segments of so many dispatches each; the last has the rest."""
    bounds = [0, *accumulate(sizes), len(dispatches)]
    names = names_of(authority)
    runs = (dispatches[start:end] for start, end in pairwise(bounds))
    return [segment(run, authority, names) for run in runs if run]


def an_index(
    dispatches: Sequence[Dispatch],
    authority: Authority | None = None,
    language: str = "en",
    sizes: Sequence[int] = (),
) -> tuple[dict[str, bytes], Statistics]:
    """The files of the index of an archive by address, and its statistics."""
    known = authority or Authority()
    each = [packed(one) for one in segments_of(dispatches, known, sizes)]
    heads = [head_of(one.head) for one in each]
    bases = [0, *accumulate(len(head.lengths) for head in heads)][:-1]
    tongues = [head.tongues for head in heads]
    rows = [
        row for place in range(SLICES) for row in joined([one.slices[place] for one in each], bases, tongues)
    ]
    names = names_of(known)
    found = statistics(heads, names.characters)
    lengths = [pair for head in heads for pair in head.lengths]
    texts = [text for one in each for text in texts_of(one.texts)]
    return dict(files(an_outline(dispatches, language), names, rows, lengths, texts, found)), found


def put(made: Mapping[str, bytes], folder: Path) -> Path:
    """Writes the files of an index into a folder."""
    (folder / "search").mkdir()
    for address, content in made.items():
        (folder / address).write_bytes(content)
    return folder
