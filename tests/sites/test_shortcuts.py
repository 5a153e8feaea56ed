"""What a build spares itself: the look into files, and the pass over the whole archive."""

import time
from pathlib import Path

import pytest
from minisite import Site, made
from signals import NOTE, SECOND, TREE, first, third
from workdone import SETTLED_SECONDS, assert_work, pages_of, rebuilt

from readingroom import session
from readingroom.cli import publishing

TYPOS = {
    "a typo": {"1.md": first().replace("Nobody cared", "No one cared")},
    "a typo of plain text": {"2.txt": SECOND.replace("Nobody cared", "Nobody bared")},
    "a typo that feeds show": {"note.txt": NOTE.replace("He slept", "He snored")},
    "a sentence that cites": {"3.md": third().replace("in this", "in that")},
    "a paragraph with an insertion": {"1.md": first().replace("at night", "by night")},
    "two typos": {
        "1.md": first().replace("Nobody cared", "No one cared"),
        "note.txt": NOTE.replace("He slept", "He snored"),
    },
}


@pytest.fixture
def site(memory_path: Path) -> Site:
    """The archive, built once from files that are not new."""
    site = made(memory_path, TREE)
    time.sleep(SETTLED_SECONDS)
    site.built("-j1")
    return site


def forbidden(*_: object, **__: object) -> None:
    """Stands for what is to be spared."""
    pytest.fail("this was to be spared")


def test_where_nothing_changed_nothing_is_opened(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the folders is enough, and what is told is that nothing was done."""
    before = site.manifest()
    monkeypatch.setattr(publishing, "run", forbidden)
    assert_work(rebuilt(site), [])
    assert site.manifest() == before


@pytest.mark.parametrize("edit", TYPOS.values(), ids=TYPOS)
def test_a_typo_needs_no_pass(site: Site, edit: dict[str, str]) -> None:
    """What its dispatch says, and who is quoted, is worked out from what is remembered."""
    site.write(edit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session.Session, "edition", forbidden)
        work = rebuilt(site)
    assert work.rendered == len(work.pages) > 0
    assert_work(rebuilt(site, "--clean"), [], in_vain=len(pages_of(site)))


@pytest.mark.parametrize("file", ["signal-dispatch/4.html", "data/dispatches.json"])
def test_a_stranger_in_the_output_folder_is_noticed(site: Site, file: str) -> None:
    """What was published and is another file now is put right, though no source changed."""
    right = site.page(file)
    (site.output / file).write_text("Mine.", encoding="utf-8")
    site.built("-j1")
    assert site.page(file) == right
