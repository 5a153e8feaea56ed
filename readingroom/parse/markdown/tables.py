"""Tables of Markdown, read by Python-Markdown's own grammar, but for what it would drop.

A row with more cells than its head keeps them all; their alignment is none. The stroke in an explicit link,
`[[10857|words]]`, parts no cells.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableExtension, TableProcessor

_LINK = re.compile(r"(?P<code>(?P<fence>`+).*?(?P=fence))|\[\[[^\[\]|\\\n]+\|[^\[\]|\n]*\]\]")


class WholeTableProcessor(TableProcessor):
    """The stock processor, which cuts each row to the length of the head."""

    def _split_row(self, row: str) -> list[str]:
        """The cells of a row."""
        if "[[" in row:
            row = _LINK.sub(lambda found: found[0] if found["code"] else found[0].replace("|", r"\|"), row)
        cells: list[str] = super()._split_row(row)  # type: ignore[misc]  # as below
        return cells

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        further = len(self._split_row(row)) - len(align)
        super()._build_row(row, parent, [*align, *[None] * further])  # type: ignore[misc]  # the stubs leave it out


class WholeTableExtension(TableExtension):
    """Takes the place of Python-Markdown's tables; alignment is an attribute, made a class later."""

    def __init__(self) -> None:
        """Chooses the attribute."""
        super().__init__(use_align_attribute=True)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Registers the processor at the stock priority."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(WholeTableProcessor(md.parser, self.getConfigs()), "table", 75)
