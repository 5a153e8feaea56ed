"""Which files are published with a dispatch: those it shows or links to, each by its base name."""

from collections import defaultdict
from pathlib import PurePosixPath

from readingroom.diagnostics import Code, Diagnostic
from readingroom.link.identity import address_key
from readingroom.link.state import State
from readingroom.model.archive import Card
from readingroom.model.block import PathTarget


def files_of(card: Card, state: State, told: list[Diagnostic]) -> tuple[str, ...]:
    """The paths of the files of a dispatch, in their order; what is wrong with others is added to `told`.

    Two files of one base name would stand at one address, so both are left out.
    """
    wanted = [path for path in dict.fromkeys(_named(card)) if path not in state.catalogue.by_path]
    shown = {*card.attachments, *(image.path for image in card.images)}
    lines = _lines(card)
    names: dict[str, list[str]] = defaultdict(list)
    for path in wanted:
        if path in state.attachments:
            names[address_key(PurePosixPath(path).name)].append(path)
        elif path in shown:
            message = f"There is no file {path} among those that are published."
            told.append(_about(Code.ATTACHMENT_MISSING, card, lines.get(path, 0), message))
    for alike in names.values():
        if len(alike) > 1:
            message = f"{' and '.join(alike)} would stand at one address."
            told.append(_about(Code.ADDRESS_CLASH, card, lines.get(alike[-1], 0), message))
    return tuple(path for path in wanted if any(alike == [path] for alike in names.values()))


def _named(card: Card) -> list[str]:
    linked = [link.target.path for link in card.links if isinstance(link.target, PathTarget)]
    return [*card.attachments, *(image.path for image in card.images), *linked]


def _lines(card: Card) -> dict[str, int]:
    """Where each file is first named."""
    lines = {image.path: image.line for image in reversed(card.images)}
    for link in reversed(card.links):
        if isinstance(link.target, PathTarget):
            lines[link.target.path] = link.line
    return lines


def _about(code: Code, card: Card, line: int, message: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, path=card.path, line=line)
