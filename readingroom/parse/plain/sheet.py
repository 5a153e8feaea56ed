"""A plain-text source taken apart: which of its paragraphs are what, before it is put together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readingroom.model.block import PassageKind
from readingroom.model.settings import Settings
from readingroom.parse.plain import calls, header, headings, notes, quotations, tail
from readingroom.parse.plain.blocks import Paragraph, paragraphs
from readingroom.parse.plain.calls import Call, Calls
from readingroom.parse.plain.compose import Block
from readingroom.parse.plain.folding import fold, folded, unbroken, usual_width
from readingroom.parse.plain.header import Header
from readingroom.parse.plain.notes import RawNote
from readingroom.parse.plain.quotations import Opening, Run
from readingroom.parse.plain.tail import Tail

_PLAIN = {
    Opening.NONE: "running text",
    Opening.PHRASE: "running text: it opens with a closed phrase",
    Opening.OPEN: "running text: its quotation mark is never closed",
    Opening.APOSTROPHE: "running text: nothing closes its single mark",
    Opening.WHOLE: "running text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The parts of a source, each judged."""

    path: str
    lines: tuple[str, ...]
    head: Header
    blocks: tuple[Block, ...]
    runs: tuple[Run, ...]
    notes: tuple[RawNote, ...]
    note_texts: tuple[tuple[str, ...], ...]
    """The text of each paragraph of each note."""
    calls: Calls
    """Of the title, the blocks and the notes' paragraphs, in this order."""
    tail: Tail | None

    @property
    def written_title(self) -> str:
        """The title with its references; empty where there is none."""
        return self.head.found.titles[0].value if self.head.found.titles else ""

    @property
    def title(self) -> str:
        """The title without its references."""
        written, shown, done = self.written_title, "", 0
        for call in self.title_calls:
            shown += written[done : call.start]
            done = call.end
        return fold(shown + written[done:])

    @property
    def title_calls(self) -> Sequence[Call]:
        """The references in the title."""
        return self.calls.by_text.get(0, ())

    def block_calls(self, number: int) -> Sequence[Call]:
        """The references in a block of the body."""
        return self.calls.by_text.get(1 + number, ())

    def note_calls(self) -> Iterator[Sequence[Call]]:
        """The references in each paragraph of the notes, one after the other."""
        first = 1 + len(self.blocks)
        for place in range(sum(map(len, self.note_texts))):
            yield self.calls.by_text.get(first + place, ())

    def places(self) -> list[tuple[Paragraph | None, str]]:
        """Paragraph and text by the numbers that `calls` gives to texts; the title has no paragraph."""
        told: list[tuple[Paragraph | None, str]] = [(None, self.written_title)]
        told += [(block.paragraph, block.text) for block in self.blocks]
        for note, texts in zip(self.notes, self.note_texts, strict=True):
            told += zip(note.paragraphs, texts, strict=True)
        return told


def take_apart(path: str, lines: tuple[str, ...], settings: Settings, given_title: str) -> Sheet:
    """The sheet of a source's lines; `given_title` is the title that its side file gives, if any."""
    kept, cut = tail.cut(lines, settings.tails)
    head = header.read(list(paragraphs(kept)), settings.series, given_title)
    title = head.found.titles[0].value if head.found.titles else ""
    first = notes.begin(head.rest, title)
    body, below = head.rest[:first], head.rest[first:]
    called = frozenset([*notes.labels_in(title), *(label for one in body for label in notes.labels_of(one))])
    raw_notes = notes.read(below, called)
    width = usual_width(head.rest)
    blocks, runs = _blocks(body, width)
    note_texts = tuple(tuple(folded(one, width) for one in note.paragraphs) for note in raw_notes)
    texts = [title, *(block.text for block in blocks), *(text for note in note_texts for text in note)]
    return Sheet(
        path=path,
        lines=lines,
        head=head,
        blocks=blocks,
        runs=runs,
        notes=raw_notes,
        note_texts=note_texts,
        calls=calls.find(texts, [note.label for note in raw_notes]),
        tail=cut,
    )


def _blocks(body: Sequence[Paragraph], width: int) -> tuple[tuple[Block, ...], tuple[Run, ...]]:
    """The paragraphs of the body, judged: quotations by their runs, headings outside of them."""
    texts = [folded(paragraph, width) for paragraph in body]
    openings = [quotations.opening(text) for text in texts]
    runs = tuple(quotations.runs(openings))
    run_of = {number: run for run in runs for number in range(run.start, run.end)}
    inside = [number in run_of and not run_of[number].is_single for number in range(len(body))]
    verdicts = headings.judge(texts, inside)
    blocks = []
    for number, verdict in enumerate(verdicts):
        run, text = run_of.get(number), texts[number]
        if verdict.heading:
            block = Block(body[number], unbroken(text), PassageKind.HEADING, verdict.rule)
        elif run and run.is_quotation:
            opens, closes = number == run.start, number == run.end - 1
            block = Block(body[number], text, PassageKind.QUOTATION, run.rule, opens, closes)
        else:
            rule = f"no heading: {verdict.rule}" if verdict.rule else _PLAIN[openings[number]]
            block = Block(body[number], text, PassageKind.PARAGRAPH, rule)
        blocks.append(block)
    return tuple(blocks), runs
