"""The search of the preview: what is saved is found at once, and no index is made for it but the first."""

import io
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from minisite import Site, dispatch, dispatches, made
from searched import in_node

from readingroom.cli import arguments, serving
from readingroom.cli.console import Console
from readingroom.search.layout import TEXTS_IN_DOCUMENTS
from readingroom.search.shards import address, data_of, hashes_of
from readingroom.serve import Preview
from readingroom.session import Edition
from readingroom.session.searchable import answering
from readingroom.session.searchable.difference import Difference, difference
from readingroom.session.searchable.making import Making

ENGINE = "assets/search/delta.min.js"
ROOT = "search/root.js"
PATIENCE_SECONDS = 60.0
TREE = {
    "archive.toml": 'title = "Old Wires"\n[[series]]\nname = "Wire"\nforms = ["W {n}"]\n',
    **dispatches(range(1, 9)),
    "10.md": dispatch(10, "The lighthouse keeper wrote of storms.\n\nThe storms went on.", date="1850-01-02"),
    "11.md": dispatch(
        11, "A mule for the lighthouse, [i.e., two].", date="1850-01-03", subjects="[Ports, Mules]"
    ),
    "12.md": dispatch(12, "Des Leuchtturms Wärter.", language="de", date="1851"),
    "13.md": dispatch(13, "Not yet finished: an ostrich.", status="draft"),
    "14.md": dispatch(14, "Not yet free: an okapi.", embargo_until="2091-08-06"),
}
QUESTIONS = (
    "lighthouse",
    "storm",
    '"lighthouse keeper"',
    "keeper near/3 storms",
    "words of the report",
    "report -lighthouse",
    "title:report lighthouse",
    "lighth*",
    "subjects:ports",
    "language:de OR mule",
    "date:1850 storms",
    "waerter",
    "after:1844",
    "lihgthouse",
    "camel",
    "W 11",
)


@dataclass(frozen=True, slots=True)
class House:
    """A preview, and its search."""

    site: Site
    preview: Preview
    builder: serving._Builder
    folder: Path

    def save(self, tree: dict[str, str]) -> None:
        """Saves sources; the preview has followed."""
        self.site.write(tree)
        self._follow({str(self.site.content / path) for path in tree})

    def delete(self, path: str) -> None:
        """Takes a source away; the preview has followed."""
        self.site.delete(path)
        self._follow({str(self.site.content / path)})

    def _follow(self, paths: set[str]) -> None:
        self.preview.rebuild(frozenset(paths))

    def get(self, address: str) -> bytes:
        """What the preview serves at an address."""
        content = self.preview.content(address)
        assert content is not None, address
        assert not hasattr(content, "code"), address
        with content.opened() as file:
            return bytes(file.read())

    def root(self) -> dict[str, Any]:
        """The root of the index as it is served."""
        found: dict[str, Any] = data_of(self.get(ROOT))
        return found

    def ready(self) -> dict[str, Any]:
        """The root, once nothing is being made."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            root = self.root()
            if not root.get("making"):
                return root
            time.sleep(0.02)
        pytest.fail("the index was not made")

    def ask(self, *requests: tuple[Any, ...]) -> list[Any]:
        """What the engine of the pages answers, of what is served now."""
        root = self.ready()
        folder = self.folder / str(len(list(self.folder.iterdir())))
        addresses = [ENGINE, ROOT, *self._files(root, "search/")]
        if "delta" in root:
            addresses += self._files(root["delta"]["root"], "search/delta/")
        for name in addresses:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.get(name))
        return answered(folder, requests)

    def found(self, question: str) -> list[str]:
        """The ids of what a question finds, the best first."""
        (answer,) = self.ask(("ask", question))
        return [hit["id"] for hit in answer["hits"]]

    def _files(self, root: dict[str, Any], folder: str) -> Iterator[str]:
        for kind, hashes in root["files"].items():
            for number, hash_ in enumerate(hashes_of(hashes)):
                name = address(kind, number, hash_).replace("search/", folder)
                yield name
                if kind == "documents":
                    for place, text in enumerate(data_of(self.get(name))["texts"]):
                        yield address("text", number * TEXTS_IN_DOCUMENTS + place, text).replace(
                            "search/", folder
                        )


def answered(folder: Path, requests: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What the engine answers; none of it may be an error."""
    answers = in_node(folder, requests)
    assert not [one for one in answers if isinstance(one, dict) and "error" in one]
    return answers


@contextmanager
def previewing(site: Site, folder: Path) -> Iterator[House]:
    """A preview of a site."""
    _, common, _ = arguments.parse(["serve", "--jobs", "1", *site.arguments()])
    builder = serving._Builder(common, Console(common, io.StringIO(), io.StringIO()))
    folder.mkdir()
    with closing(builder):
        preview = Preview(builder.build, search=builder.search)
        preview.rebuild()
        yield House(site, preview, builder, folder)
        preview.end()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A preview of a site that was built as it stands."""
    site = made(tmp_path / "archive", TREE)
    site.built()
    with previewing(site, tmp_path / "asked") as started:
        yield started


@pytest.fixture
def no_making(monkeypatch: pytest.MonkeyPatch) -> None:
    """No index may be made."""

    def fail(self: object, edition: object) -> None:
        del self, edition
        pytest.fail("an index was made")

    monkeypatch.setattr(Making, "start", fail)


@pytest.mark.usefixtures("no_making")
def test_an_edit_is_found_at_once(house: House) -> None:
    """By its new words, and no more by those that it lost; what was not edited is found as before."""
    assert house.found("lighthouse") == ["dispatches/11", "dispatches/10"]
    house.save({"10.md": dispatch(10, "The harbour master wrote of calm.", date="1850-01-02")})
    assert house.found("lighthouse") == ["dispatches/11"]
    assert house.found("harbour") == ["dispatches/10"]
    house.save({"10.md": TREE["10.md"]})
    assert house.found("harbour") == []
    assert "delta" in house.root()  # of the draft


@pytest.mark.usefixtures("no_making")
def test_a_title_is_found_as_it_is_now(house: House) -> None:
    """In results and suggestions too."""
    house.save({"11.md": dispatch(11, "A mule.", title="Of Camels", date="1850-01-03")})
    answer, before, suggested = house.ask(
        ("ask", "title:camels"), ("ask", 'title:"report 11"'), ("suggest", "of cam", 5)
    )
    assert [hit["title"] for hit in answer["hits"]] == ["Of Camels"]
    assert before["total"] == 0
    assert [one["label"] for one in suggested] == ["Of Camels"]


@pytest.mark.usefixtures("no_making")
def test_what_comes_and_goes_is_found_so(house: House) -> None:
    """A new dispatch, one that was removed, one that was withdrawn; those that only a preview has."""
    house.save({"20.md": dispatch(20, "A new ostrich at the lighthouse.", date="1849")})
    assert set(house.found("ostrich")) == {"dispatches/13", "dispatches/20"}
    assert house.found("okapi") == ["dispatches/14"]
    house.delete("11.md")
    house.save({"10.md": dispatch(10, "Gone.", status="withdrawn", reason="An error.", date="1850-01-02")})
    assert house.found("lighthouse") == ["dispatches/20"]
    (direct, gone) = house.ask(("direct", "W 20"), ("direct", "11"))
    assert (direct, gone) == ("", "")
    assert house.ask(("direct", "20")) == ["dispatches/20.html"]


@pytest.mark.usefixtures("no_making")
def test_all_answers_are_those_of_an_index_made_from_nothing(house: House, tmp_path: Path) -> None:
    """Order, scores but for the lengths of what is gone, facets, years, suggestions, excerpts, marks."""
    house.save({
        "10.md": dispatch(10, "The lighthouse keeper wrote of mules.", date="1843", subjects="[Lamps]"),
        "3.md": dispatch(3, "Words of the report, and of a lighthouse in a storm.", title="Storms"),
        "21.md": dispatch(21, "Storms, storms, storms. Camels.", series="Wire", date="1850-01-02"),
        "22.md": dispatch(22, "Шторм и маяк.", language="ru", title="Маяк"),
    })  # fmt: skip
    house.delete("5.md")
    requests: list[tuple[Any, ...]] = [("ask", question) for question in QUESTIONS]
    requests += [
        ("ask", question, {"order": order}) for question in QUESTIONS for order in ("newest", "oldest")
    ]
    requests += [("ask", "маяк"), ("ask", "of", {"within": [["language", "ru"]]}), ("suggest", "st", 9)]
    requests += [("direct", "W 21"), ("direct", "5")]
    answers = house.ask(*requests)
    folder = tmp_path / "whole"
    for name, data in house.preview.state.edition.searching.files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    whole = answered(folder, requests)
    for request, answer, other in zip(requests, answers, whole, strict=True):
        assert _without_scores(answer) == _without_scores(other), request
        if request[0] == "ask":
            assert _scores(answer) == pytest.approx(_scores(other), rel=0.05), request
    more: list[tuple[Any, ...]] = []
    for answer in whole[: len(QUESTIONS)]:
        more += [("facets", answer), ("years", answer), ("marks", answer)]
        more += [("snippet", hit, answer) for hit in answer["hits"]]
    for request, answer, other in zip(more, house.ask(*more), answered(folder, more), strict=True):
        assert _sorted(answer) == _sorted(other), request


def _scores(answer: dict[str, Any]) -> list[float]:
    return [hit["score"] for hit in answer["hits"]]


def _without_scores(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    return answer | {"hits": [{**hit, "score": 0} for hit in answer["hits"]]}


def _sorted(answer: Any) -> Any:
    """An answer whose facets and values stand in an order of their own, where their counts are equal."""
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        return sorted(
            (one["key"], sorted((value["label"], value["count"]) for value in one["values"]))
            for one in answer
            if one["values"]
        )
    return sorted(answer, key=str) if isinstance(answer, list) else answer


@pytest.mark.usefixtures("no_making")
def test_the_index_of_the_last_build_is_used_as_it_lies(house: House) -> None:
    """Its files are served, the cache has no other, and nothing is written into the output folder."""
    before = {name: (house.site.output / name).stat().st_mtime_ns for name in house.site.addresses()}
    root = house.root()
    published = data_of((house.site.output / ROOT).read_bytes())
    assert root["files"] == published["files"]
    house.save({"10.md": dispatch(10, "The harbour.", date="1850-01-02")})
    assert house.found("harbour") == ["dispatches/10"]
    assert not (house.site.root / ".readingroom" / answering.BASES).exists()
    after = {name: (house.site.output / name).stat().st_mtime_ns for name in house.site.addresses()}
    assert after == before


def test_a_save_makes_no_index(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody asks for is not made; it is when they ask."""
    asked: list[Edition] = []
    answer = answering.Searchable._root

    def noted(own: answering.Searchable, edition: Edition) -> bytes:
        asked.append(edition)
        return answer(own, edition)

    monkeypatch.setattr(answering.Searchable, "_root", noted)
    house.save({"10.md": dispatch(10, "The harbour.", date="1850-01-02")})
    house.save({"11.md": dispatch(11, "The harbour.", date="1850-01-03")})
    assert asked == []
    assert set(house.found("harbour")) == {"dispatches/10", "dispatches/11"}
    assert asked


def test_a_build_in_between_is_a_new_base(house: House) -> None:
    """What was published meanwhile is taken, and the delta is less."""
    house.save({"10.md": dispatch(10, "The harbour.", date="1850-01-02")})
    before = house.ready()
    house.site.built()
    after = house.ready()
    assert after["files"] != before["files"]
    assert len(after["delta"]["gone"]) < len(before["delta"]["gone"])
    assert house.found("harbour") == ["dispatches/10"]


def test_without_a_build_the_index_is_made(tmp_path: Path) -> None:
    """Until it is there the root says so; the next preview finds it."""
    site = made(tmp_path / "archive", TREE)
    with previewing(site, tmp_path / "asked") as house:
        assert house.root() == {"format": 1, "making": True}
        assert house.found("lighthouse") == ["dispatches/11", "dispatches/10"]
        house.save({"10.md": dispatch(10, "The harbour.", date="1850-01-02")})
        assert set(house.found("harbour ostrich")) == {"dispatches/10", "dispatches/13"}
    assert not site.output.exists()
    with previewing(site, tmp_path / "asked-again") as house:
        assert "making" not in house.root()
        assert house.found("lighthouse") == ["dispatches/11"]


def test_too_many_edits_make_another_base(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meanwhile the search knows the archive as it was; afterwards there is no delta."""
    monkeypatch.setattr(answering, "MOST", 3)
    house.save({f"{n}.md": dispatch(n, f"The harbour {n}.") for n in range(1, 9)})
    root = house.root()
    assert root["making"]
    assert "delta" not in root
    assert len(house.found("harbour")) == 8
    assert "delta" not in house.root()


def test_many_edits_are_found_while_another_base_is_made(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told to wait; when it is there the delta is gone."""
    monkeypatch.setattr(answering, "MANY", 3)
    house.save({f"{n}.md": dispatch(n, f"The harbour {n}.") for n in range(1, 9)})
    assert len(house.found("harbour")) == 8
    end = time.monotonic() + PATIENCE_SECONDS
    while "delta" in house.root() and time.monotonic() < end:
        time.sleep(0.05)
    assert "delta" not in house.root()
    assert len(house.found("harbour")) == 8


def test_other_names_make_another_base(house: House) -> None:
    """Names stand in the texts of all: what is edited is found at once, by new names a little later."""
    house.save({
        "authority/places.toml": '[[entity]]\nid = "pharos"\nname = "Lighthouse"\nvariants = ["Pharos"]\n'
    })  # fmt: skip
    assert house.root()["making"]
    assert set(house.found("pharos")) == {"dispatches/10", "dispatches/11"}


def test_an_index_that_somebody_touched_is_no_base(house: House) -> None:
    """What lies in the output folder is used only if the last build left it so."""
    root = house.site.output / ROOT
    data = root.read_bytes()
    root.unlink()
    root.write_bytes(data.replace(b'"format":1', b'"format":1 '))
    assert house.root() == {"format": 1, "making": True}
    assert house.found("lighthouse") == ["dispatches/11", "dispatches/10"]


def test_nothing_else_is_served_beneath_the_search(house: House) -> None:
    """Only what the index names has an address there."""
    house.ready()
    for name in (
        "search/base.json",
        "search/../1.md",
        "search/delta/../../root.js",
        "search/",
        "search/x.js",
    ):
        assert house.preview.content(name) is None, name


def test_the_end_of_the_preview_ends_the_making(tmp_path: Path) -> None:
    """No process is left, and no half of an index is taken for one."""
    site = made(tmp_path / "archive", {"archive.toml": "", **dispatches(range(1, 40))})
    with previewing(site, tmp_path / "asked") as house:
        house.root()
        assert house.builder._searchable is not None
        process = house.builder._searchable._making._process
        assert process is not None
    assert process.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_differences() -> None:
    """What was edited is gone and fresh; the order of the rest must be the same."""
    base = {"a": "1", "b": "2", "c": "3", "d": "4"}
    now = {"a": "1", "n": "9", "c": "7", "d": "4"}
    assert difference(base, list(now), now) == Difference(gone=(1, 2), fresh=("n", "c"), places=(1, 2))
    assert difference(base, ["d", "a"], base) is None
    assert difference(base, list(base), base) == Difference(gone=(), fresh=(), places=())
