"""What the links of one dispatch come to, and how much of that others see."""

from collections.abc import Iterator
from dataclasses import dataclass

from readingroom.diagnostics import Diagnostic
from readingroom.link import references
from readingroom.link.references import Led
from readingroom.link.state import State
from readingroom.link.targets import OwnLinks, own_links
from readingroom.model.archive import Card, Citation, LeadsToDispatch, ResolvedReference, ResolvedTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One place where a dispatch cites another; what is not shown is wanted."""

    id: str
    citation: Citation
    is_shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What the references, links and images of one dispatch come to."""

    cites: tuple[str, ...] = ()
    """Ids of the shown dispatches that it cites: by reference first, then by its own links."""
    links: tuple[ResolvedReference, ...] = ()
    targets: tuple[ResolvedTarget, ...] = ()
    attachments: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    """Every place where it cites another, in that order."""
    asked: frozenset[tuple[str, str]] = frozenset()
    """Ids of dispatches and the fragments of them that it means, whether they have such or not."""
    led: tuple[Led, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


NOTHING = Linked()


def linked(card: Card, state: State) -> Linked:
    """Links one dispatch whose words may be read."""
    own, led = own_links(card, state), references.led(card, state)
    cited = (*_by_reference(card, led), *(Cited(id=name, citation=citation) for name, citation in own.cited))
    return Linked(
        cites=tuple(dict.fromkeys(one.id for one in cited if one.is_shown)),
        links=references.links(led, state),
        targets=own.targets,
        attachments=own.attachments,
        cited=cited,
        asked=frozenset(_asked(led, own)),
        led=led,
        diagnostics=(*own.diagnostics, *references.diagnostics(card, led, state)),
    )


def _by_reference(card: Card, led: tuple[Led, ...]) -> Iterator[Cited]:
    for one in led:
        yield Cited(id=one.id, citation=references.citation(card.id, one.reference), is_shown=one.is_shown)


def _asked(led: tuple[Led, ...], own: OwnLinks) -> Iterator[tuple[str, str]]:
    for one in led:
        if one.reference.fragment:
            yield one.id, one.reference.fragment
    for target in own.targets:
        if isinstance(target, LeadsToDispatch) and target.target.fragment:
            yield target.id, target.target.fragment
