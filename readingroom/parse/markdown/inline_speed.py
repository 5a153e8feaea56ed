"""Skips the parts of Python-Markdown that cannot find anything in a text, with the same output.

Python-Markdown tries each of its inline patterns on each piece of text and each of its block
processors on each block, though most hold no markup at all. What a match must contain is derived
from each regular expression itself (`required`), so one is skipped only where it has no chance.
"""

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from readingroom.parse.markdown.required import Required, holds, may_match, needs


class SparingInlineProcessor(InlineProcessor):
    """Python-Markdown's own walk over the inline patterns, but for those that cannot match."""

    def __init__(self, md: Markdown) -> None:
        """Takes the place of the stock processor of `md`."""
        super().__init__(md)
        self._patterns: list[tuple[Pattern, Required]] = []

    def run(self, tree: Any, ancestors: list[str] | None = None) -> Any:  # noqa: ANN401 - an element, as inherited
        """Applies the inline patterns to a tree."""
        patterns: list[Pattern] = list(self.inlinePatterns)  # type: ignore[arg-type]  # the stubs name the wrong class
        self._patterns = [(pattern, needs(pattern.getCompiledRegExp())) for pattern in patterns]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - overrides
        """Takes the place of the inherited private method, which tries every pattern."""
        if isinstance(data, AtomicString):
            return data
        for index in range(patternIndex, len(self._patterns)):
            pattern, needed = self._patterns[index]
            start, matched = 0, True
            while matched and holds(data, needed):
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[attr-defined]
        return data


_BY_EXPRESSION: dict[type[BlockProcessor], str] = {
    AbbrBlockprocessor: "RE",
    BlockQuoteProcessor: "RE",
    DefListProcessor: "RE",
    FootnoteBlockProcessor: "RE",
    HashHeaderProcessor: "RE",
    HRProcessor: "SEARCH_RE",
    ReferenceProcessor: "RE",
    SetextHeaderProcessor: "RE",
}
"""The block processors that leave a block as it is where one expression of theirs finds nothing in it."""


class SparingAdmonitionProcessor(AdmonitionProcessor):
    """The stock processor, but for the search for an opening where there can be none."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a block opens an admonition or continues one."""
        if may_match(self.RE, block):
            return super().test(parent, block)
        return self.parse_content(parent, block)[0] is not None


class SparingBlocks:
    """Python-Markdown's own loop over the block processors, but for those that cannot match."""

    def __init__(self, md: Markdown) -> None:
        """Takes over the block parser of `md`; processors registered later are not seen."""
        self._processors = [(processor, _needs_of(processor)) for processor in md.parser.blockprocessors]

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Attaches the blocks, which it uses up, to the parent."""
        while blocks:
            for processor, needed in self._processors:
                if (
                    holds(blocks[0], needed)
                    and processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break


def _needs_of(processor: BlockProcessor) -> Required:
    name = next((name for kind, name in _BY_EXPRESSION.items() if isinstance(processor, kind)), "")
    return needs(getattr(processor, name)) if name else ()


def make_sparing(md: Markdown) -> None:
    """Makes a Markdown instance, with all its extensions, skip what cannot match."""
    md.treeprocessors.register(SparingInlineProcessor(md), "inline", 20)
    if "admonition" in md.parser.blockprocessors:
        md.parser.blockprocessors.register(SparingAdmonitionProcessor(md.parser), "admonition", 105)
    md.parser.parseBlocks = SparingBlocks(md).parse  # type: ignore[method-assign]
