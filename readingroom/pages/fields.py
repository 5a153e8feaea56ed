"""The indexes of the fields: a landing page of names, and a page for each name."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from readingroom import feeds
from readingroom.addresses import relative
from readingroom.model.archive import Group, Index
from readingroom.model.listing import PageOf
from readingroom.model.page import PageRecipe
from readingroom.model.settings import Field
from readingroom.model.site import Site
from readingroom.model.view import Letter, ListView, Name, NamesView, Pager
from readingroom.pages import frame
from readingroom.pages.paged import paged, title
from readingroom.pages.series import items
from readingroom.pages.within import within

LANDING, LIST = "names.html", "list.html"


def pages(site: Site) -> Iterator[PageRecipe]:
    """For each field with names: `{field}/index.html`, and `{field}/{slug}.html` for each that has a page."""
    for index in site.listings.fields:
        row = site.settings.field(index.key)
        view = partial(_landing, index=index)
        yield PageRecipe(address=index.address, template=LANDING, view=view)
        for group in index.groups:
            if row and index.has_page(group):
                yield from _of_name(index, group, row)


def _landing(site: Site, *, index: Index) -> NamesView:
    address = index.address
    return NamesView(
        head=frame.head(
            address,
            index.label,
            site.settings,
            description=f"{index.label} of {site.settings.title}, in order.",
            section=index.key,
        ),
        crumbs=frame.crumbs(address, site.settings),
        title=index.label,
        letters=tuple(
            Letter(
                initial=initial,
                id=f"rr-initial-{'other' if initial == '#' else initial}",
                names=tuple(_name(site, index, group) for group in groups),
            )
            for initial, groups in groupby(index.groups, key=lambda group: group.initial)
        ),
        count=len(index.groups),
        noun="name" if len(index.groups) == 1 else "names",
    )


def _name(site: Site, index: Index, group: Group) -> Name:
    """A name on the landing page; one without a page has its dispatches there."""
    if index.has_page(group):
        return Name(text=group.label, count=len(group.ids), href=relative(index.address, index.page(group)))
    return Name(
        text=group.label,
        count=len(group.ids),
        id=group.slug,
        items=items(site, index.address, tuple(reversed(group.ids))),
    )


def _of_name(index: Index, group: Group, row: Field) -> Iterator[PageRecipe]:
    for address, page, pager in paged(index, group):
        view = partial(_list, address=address, page=page, pager=pager, of=(index, group, row))
        yield PageRecipe(address=address, template=LIST, view=view)


def _list(
    site: Site, *, address: str, page: PageOf, pager: Pager | None, of: tuple[Index, Group, Field]
) -> ListView:
    index, group, row = of
    name, feed = title(group.label, page), feeds.address_of(site, index, group)
    return ListView(
        head=frame.head(
            address,
            f"{name} · {index.label}",
            site.settings,
            description=group.description or f"{row.singular}: {group.label}. Dispatches, newest first.",
            section=index.key,
            feeds=frame.feed_link(address, feed, f"{site.settings.title}: {group.label}"),
        ),
        crumbs=frame.crumbs(
            address, site.settings, (index.label, index.address), (group.label, index.page(group))
        ),
        kind=row.singular,
        title=name,
        items=items(site, address, page.ids),
        description="" if page.number else group.description,
        variants=() if page.number else group.variants,
        identifiers=() if page.number else group.identifiers,
        count=0 if page.number else len(group.ids),
        pager=pager,
        feed=relative(address, feed) if feed else "",
        within=within(group.label, (row.key, group.label)) if row.facet else None,
    )
