"""What the links and images that a source writes itself lead to.

A fragment that its target does not have is dropped, and told; the link stays.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from readingroom.diagnostics import Code, Diagnostic
from readingroom.fill import written
from readingroom.link.files import files_of
from readingroom.link.state import State
from readingroom.model.archive import (
    Card,
    Citation,
    ExplicitLink,
    LeadsNowhere,
    LeadsToDispatch,
    LeadsToFile,
    Presence,
    ResolvedTarget,
)
from readingroom.model.block import DispatchTarget, PathTarget, Target

_UNTITLED = re.compile(r"\[\[([^\[\]]+)\]\]")
_SOURCES = frozenset({".md", ".txt"})


@dataclass(frozen=True, slots=True)
class OwnLinks:
    """What the links of one source come to."""

    targets: tuple[ResolvedTarget, ...]
    cited: tuple[tuple[str, Citation], ...]
    """The dispatches that they lead to, each time with the place of the link."""
    attachments: tuple[str, ...]
    """Paths of the files that are published with it."""
    diagnostics: tuple[Diagnostic, ...]


def own_links(card: Card, state: State) -> OwnLinks:
    """Resolves the links and images of a dispatch whose words may be read."""
    told: list[Diagnostic] = []
    files = files_of(card, state, told)
    targets: dict[Target, ResolvedTarget] = {}
    for link in card.links:
        targets[link.target] = _resolved(card, link, state, files, told)
    cited = tuple(_citations(card, targets))
    for image in card.images:
        target = PathTarget(image.path)
        if target not in targets:
            found = state.attachments.get(image.path) if image.path in files else None
            targets[target] = LeadsToFile(target, found) if found else LeadsNowhere(target)
    return OwnLinks(tuple(targets.values()), cited, files, tuple(told))


def _citations(card: Card, targets: Mapping[Target, ResolvedTarget]) -> Iterator[tuple[str, Citation]]:
    """The dispatches that a source links to; where a link shows their title, their sentence has it too."""
    titles = {
        written(target): found.title
        for target, found in targets.items()
        if isinstance(found, LeadsToDispatch) and found.title
    }
    for link in card.links:
        found = targets[link.target]
        if isinstance(found, LeadsToDispatch) and found.id != card.id:
            sentence = _UNTITLED.sub(lambda match: titles.get(match[1], match[1]), link.sentence)
            yield found.id, Citation(card.id, link.anchor, sentence)


def _resolved(
    card: Card, link: ExplicitLink, state: State, files: tuple[str, ...], told: list[Diagnostic]
) -> ResolvedTarget:
    target = link.target
    if isinstance(target, PathTarget) and target.path in files:
        return LeadsToFile(target, state.attachments[target.path])
    found = _candidates(target, card, state)
    if len(found) == 1 and found[0] in state.shown:
        return _to_dispatch(card, link, found[0], state, told)
    told.extend(_why_not(card, link, found))
    return LeadsNowhere(target)


def _candidates(target: Target, card: Card, state: State) -> tuple[str, ...]:
    if isinstance(target, DispatchTarget):
        return state.catalogue.meant(target, card.id.partition("/")[0])
    found = state.catalogue.by_path.get(target.path)
    return (found,) if found else ()


def _to_dispatch(
    card: Card, link: ExplicitLink, dispatch: str, state: State, told: list[Diagnostic]
) -> LeadsToDispatch:
    other, fragment = state.catalogue.cards[dispatch], link.target.fragment
    if fragment and not other.has_anchor(fragment):
        if state.is_readable(dispatch):
            message = f"{dispatch} has no place “{fragment}”."
            told.append(_about(Code.FRAGMENT_BROKEN, card, link, message))
        fragment = ""
    if not state.is_readable(dispatch):
        fragment = ""
    title = "" if state.shown[dispatch] is Presence.GONE else other.meta.title
    return LeadsToDispatch(link.target, dispatch, fragment, title)


def _why_not(card: Card, link: ExplicitLink, found: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Why a link leads nowhere; what `files_of` told of a file is not told again."""
    target = link.target
    if len(found) > 1:
        message = f"“{written(target)}” can be any of {', '.join(found)}."
        yield _about(Code.LINK_AMBIGUOUS, card, link, message)
    elif found:
        message = f"{found[0]} is a draft or under embargo, so the link to it is left out."
        yield _about(Code.LINK_BROKEN, card, link, message)
    elif isinstance(target, DispatchTarget):
        told = _about(Code.LINK_BROKEN, card, link, f"There is no dispatch “{written(target)}” to link to.")
        yield replace(told, hint="Correct the number, or see whether that dispatch has errors of its own.")
    elif target.path not in card.attachments:
        is_source = PurePosixPath(target.path).suffix.lower() in _SOURCES
        code = Code.LINK_BROKEN if is_source else Code.ATTACHMENT_MISSING
        yield _about(code, card, link, f"There is no file {target.path} among those of the archive.")


def _about(code: Code, card: Card, link: ExplicitLink, message: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, path=card.path, line=link.line)
