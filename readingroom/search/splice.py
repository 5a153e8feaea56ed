"""An edit of one text → the few files of the index that change with it.

The words of the text before and after tell which lists have it otherwise; everything else is left as it
lies. The result is, byte for byte, the index that is made from nothing.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from readingroom.search import characters, shards
from readingroom.search.codes import bucket, decode, decoded, encode, number_at, parts, units
from readingroom.search.index import level, lexicons_of, places_of, stems_of
from readingroom.search.layout import GAP_STEP, SEVERAL, TEXTS_IN_DOCUMENTS
from readingroom.search.listed import Words
from readingroom.search.segment import Segment
from readingroom.search.shards import Shape, Term
from readingroom.search.statistics import Statistics

Read = Callable[[str], bytes]
"""A published file by its address."""


class NoSpliceError(Exception):
    """The index has to be made from all texts; the message says why."""


class Edit(NamedTuple):
    """A text before and after, each a segment of its own, and where it stands in the archive."""

    ordinal: int
    before: Segment
    after: Segment


class Spliced(NamedTuple):
    """What an edit comes to."""

    files: dict[str, bytes]
    """The new ones by address."""
    gone: frozenset[str]
    """The addresses of those that they replace."""
    statistics: Statistics


def splice(edits: list[Edit], language: str, found: Statistics, read: Read) -> Spliced:
    """The files that edits of an archive in `language` change; `found` are its statistics before them.

    NoSpliceError where an edit reaches further than its own words.
    """
    index = _Index(language, found, read)
    for edit in edits:
        index.take(edit)
    return index.spliced()


class _Index:
    """A published index with edits under way."""

    def __init__(self, language: str, found: Statistics, read: Read) -> None:
        self._language = language
        self._read = read
        self._root: dict[str, Any] = shards.data_of(read(shards.ROOT))
        self._hashes = {kind: shards.hashes_of(joined) for kind, joined in self._root["files"].items()}
        self._shape = Shape.of(self._root["documents"])
        self._data: dict[tuple[str, int], Any] = {}
        """The files that were read, by kind and number, in the form in which they are edited."""
        self._lexicons: dict[int, dict[str, Term]] = {}
        """Of the dictionary's files that were read: the terms by surface, without their lists."""
        self._names: dict[str, object] = {}
        """The names that begin with a surface of these files, by surface."""
        self._dirty: set[int] = set()
        """Those of them that changed."""
        self._texts: dict[int, tuple[str, ...]] = {}
        """The addresses of text files that are replaced."""
        self._languages: list[str] = self._root["languages"]
        self._is_mixed = len(self._languages) > 1
        self._firsts = [units(first) for first in self._root["first"]]
        self._found = found
        self._letters_before = found.characters.keys()

    def take(self, edit: Edit) -> None:
        """Takes in one edit."""
        self._count(edit)
        before, after = edit.before.words, edit.after.words
        changed = [
            one
            for one in {**before, **after}
            if before.get(one) != after.get(one)
            # Words count languages by their place among the segment's own.
            or _spoken(edit.before, before.get(one)) != _spoken(edit.after, after.get(one))
        ]
        for surface in changed:
            self._take_surface(surface, edit, before.get(surface), after.get(surface))
        if edit.before.texts != edit.after.texts:
            self._take_text(edit.ordinal, edit.after.texts[0])
        if edit.before.lengths != edit.after.lengths:
            data: str = self._file("lengths", 0)
            its = "".join(map(level, edit.after.lengths[0]))
            self._data["lengths", 0] = f"{data[: 2 * edit.ordinal]}{its}{data[2 * edit.ordinal + 2 :]}"

    def _count(self, edit: Edit) -> None:
        found = self._found
        letters, languages = Counter(found.characters), Counter(found.languages)
        letters.subtract(edit.before.alphabets[0])
        letters.update(edit.after.alphabets[0])
        languages.subtract(edit.before.languages[0])
        languages.update(edit.after.languages[0])
        lengths = (
            found.lengths[0] + edit.after.lengths[0][0] - edit.before.lengths[0][0],
            found.lengths[1] + edit.after.lengths[0][1] - edit.before.lengths[0][1],
        )
        if (+languages).keys() != found.languages.keys():
            message = "a language comes or goes"
            raise NoSpliceError(message)
        self._found = Statistics(lengths=lengths, characters=dict(+letters), languages=dict(+languages))

    def _take_surface(self, surface: str, edit: Edit, before: Words | None, after: Words | None) -> None:
        terms = self._lexicon_of(surface)
        term = terms.get(surface) or Term(surface, "", 0, spoken=(0,) * len(self._languages))
        now = self._after(term, edit, before, after)
        if term.documents and now.documents and now.stem != term.stem:
            self._move(term, now.stem)
        stem = now.stem if now.documents else term.stem
        self._take_posting(surface, stem, edit.ordinal, after)
        self._take_places(surface, stem, edit.ordinal, after)
        if now != term:
            self._dirty.add(self._lexicon_number(surface))
            if now.documents or surface in self._names:
                terms[surface] = now
            else:
                del terms[surface]

    def _after(self, term: Term, edit: Edit, before: Words | None, after: Words | None) -> Term:
        """A term after an edit; one that is left in no document has the stem of a name's first word."""
        count = term.documents + (after is not None) - (before is not None)
        spoken = term.spoken
        if self._is_mixed:
            old, new = _spoken(edit.before, before), _spoken(edit.after, after)
            spoken = tuple(
                (spoken[place] if spoken else 0) + (one in new) - (one in old)
                for place, one in enumerate(self._languages)
            )
            language = next(
                (one for one, its in zip(self._languages, spoken, strict=True) if its), self._language
            )
        else:
            language = self._languages[0] if count else self._language
        return term._replace(
            stem=stems_of([term.surface], language)[0], documents=count, spoken=spoken if count else ()
        )

    def _move(self, term: Term, stem: str) -> None:
        """Moves the lists of a surface to another stem."""
        groups = self._file("postings", bucket(term.stem, self._shape.postings))
        code = groups[term.stem].pop(term.surface)
        if not groups[term.stem]:
            del groups[term.stem]
        others = self._file("postings", bucket(stem, self._shape.postings))
        others.setdefault(stem, {})[term.surface] = code
        places = self._file("positions", bucket(term.stem, self._shape.positions)).pop(term.surface)
        self._file("positions", bucket(stem, self._shape.positions))[term.surface] = places

    def _take_posting(self, surface: str, stem: str, ordinal: int, after: Words | None) -> None:
        groups = self._file("postings", bucket(stem, self._shape.postings))
        lists = groups.setdefault(stem, {})
        _put(lists, surface, _with_posting(lists.get(surface, ""), ordinal, after))
        if not lists:
            del groups[stem]

    def _take_places(self, surface: str, stem: str, ordinal: int, after: Words | None) -> None:
        lists = self._file("positions", bucket(stem, self._shape.positions))
        _put(lists, surface, _with_places(lists.get(surface, ""), ordinal, after))

    def _lexicon_number(self, surface: str) -> int:
        return max(bisect_right(self._firsts, units(surface)) - 1, 0)

    def _lexicon_of(self, surface: str) -> dict[str, Term]:
        return self._lexicon_at(self._lexicon_number(surface))

    def _lexicon_at(self, number: int) -> dict[str, Term]:
        if number not in self._lexicons:
            *columns, names = shards.data_of(self._read(self._address("lexicon", number)))
            self._names.update(zip(names[::2], names[1::2], strict=True))
            terms = shards.terms(*columns)
            if self._is_mixed:
                spoken = shards.data_of(self._read(self._address("languages", number)))
                terms = _with_spoken(terms, spoken, len(self._languages))
            self._lexicons[number] = {term.surface: term for term in terms}
        return self._lexicons[number]

    def _take_text(self, ordinal: int, text: str) -> None:
        size = self._shape.texts
        number = ordinal // size
        documents, row = divmod(ordinal, size * TEXTS_IN_DOCUMENTS)
        rows = self._file("documents", documents)
        place = number % TEXTS_IN_DOCUMENTS
        hash_ = rows["texts"][place]
        if ("text", number) not in self._data:
            self._texts[number] = (shards.address("text", number, hash_),)
            self._data["text", number] = shards.data_of(self._read(self._texts[number][0]))
        texts = self._data["text", number]
        texts[ordinal % size] = text
        rows["texts"][place] = shards.hashed(shards.file(f"text-{number}", texts))
        first = row - ordinal % size
        for at, (offset, length) in enumerate(places_of(number, texts), first):
            rows["rows"][at][-2:] = [offset, length]

    def _file(self, kind: str, number: int) -> Any:  # noqa: ANN401 - each kind has its own form
        key = kind, number
        if key not in self._data:
            self._data[key] = _editable(kind, shards.data_of(self._read(self._address(kind, number))))
        return self._data[key]

    def _address(self, kind: str, number: int) -> str:
        return shards.address(kind, number, self._hashes[kind][number])

    def spliced(self) -> Spliced:
        """What all edits come to."""
        files: dict[str, bytes] = {}
        gone = {address for addresses in self._texts.values() for address in addresses}
        for (kind, number), data in self._data.items():
            content = shards.file(f"{kind}-{number}", _plain(kind, data))
            hash_ = shards.hashed(content)
            if kind != "text":
                gone.add(self._address(kind, number))
                self._hashes[kind][number] = hash_
            files[shards.address(kind, number, hash_)] = content
        gone |= self._put_lexicons(files)
        if self._found.characters.keys() != self._letters_before:
            self._root["characters"] = characters.of_archive(self._found.characters).shipped()
        self._root["lengths"] = list(self._found.lengths)
        self._root["files"] = {kind: "".join(hashes) for kind, hashes in self._hashes.items()}
        files[shards.ROOT] = shards.file("root", self._root)
        return Spliced(files, frozenset(gone - files.keys()), self._found)

    def _put_lexicons(self, files: dict[str, bytes]) -> set[str]:
        """Puts the files of the dictionary that changed, or have another number; tells which are replaced."""
        if not self._dirty:
            return set()
        kinds = ("lexicon", "languages") if self._is_mixed else ("lexicon",)
        write = {"lexicon": self._lexicon, "languages": shards.spoken}
        before = {kind: self._hashes[kind] for kind in kinds}
        after: dict[str, list[str]] = {kind: [] for kind in kinds}
        firsts: list[str] = []
        gone: set[str] = set()
        self._join_lexicons(len(before["lexicon"]))
        for number, first in enumerate(self._root["first"]):
            count = len(firsts)
            if number in self._dirty:
                new = list(_files_of(self._lexicons[number], self._shape))
                firsts += [terms[0].surface for terms in new]
            else:
                new = []
                firsts.append(first)
            for kind in kinds:
                old = shards.address(kind, number, before[kind][number])
                data = [write[kind](terms) for terms in new]
                if number not in self._dirty:
                    if number == count:
                        after[kind].append(before[kind][number])
                        continue
                    data = [shards.data_of(self._read(old))]  # under another number
                gone.add(old)
                for one in data:
                    content = shards.file(f"{kind}-{len(after[kind])}", one)
                    after[kind].append(shards.hashed(content))
                    files[shards.address(kind, len(after[kind]) - 1, after[kind][-1])] = content
        self._hashes.update(after)
        self._root["first"] = firsts
        return gone

    def _lexicon(self, terms: Sequence[Term]) -> list[object]:
        firsts = [term.surface for term in terms if term.surface in self._names]
        return shards.lexicon(terms, [part for first in firsts for part in (first, self._names[first])])

    def _join_lexicons(self, count: int) -> None:
        """Joins a file that has lost its first surface to the one before."""
        for number in range(count - 1, 0, -1):
            if number not in self._dirty:
                continue
            its = self._lexicons[number]
            first = min(its, key=units, default=None)
            if first is None or not shards.begins(first, self._shape):
                before = number - 1
                self._lexicon_at(before).update(its)
                self._lexicons[number] = {}
                self._dirty.add(before)


def _files_of(terms: Mapping[str, Term], shape: Shape) -> Iterator[list[Term]]:
    yield from lexicons_of([terms[one] for one in sorted(terms, key=units)], shape)


def _spoken(segment: Segment, words: Words | None) -> frozenset[str]:
    """The languages in which a word stands in a segment of one text."""
    if words is None:
        return frozenset()
    counts = words.spoken or (1,) * len(segment.tongues)
    return frozenset(tongue for tongue, count in zip(segment.tongues, counts, strict=True) if count)


def _with_spoken(terms: Iterable[Term], code: str, languages: int) -> Iterator[Term]:
    """Terms with their counts by language."""
    numbers = iter(decoded(code))
    for term in terms:
        mask = next(numbers)
        counts = tuple(next(numbers) if mask >> place & 1 else 0 for place in range(languages))
        yield term._replace(spoken=counts if mask else ())


def _editable(kind: str, data: Any) -> Any:  # noqa: ANN401 - each kind has its own form
    """The data of a file with lists to be looked up by name."""
    if kind == "postings":
        return {group[0]: _paired(group[1:]) for group in data}
    return _paired(data) if kind == "positions" else data


def _plain(kind: str, data: Any) -> Any:  # noqa: ANN401 - each kind has its own form
    """What `_editable` made lists by name of, as it is written."""
    if kind == "postings":
        return [[stem, *_flat(data[stem])] for stem in sorted(data, key=units)]
    return _flat(data) if kind == "positions" else data


def _paired(flat: list[str]) -> dict[str, str]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _flat(lists: Mapping[str, str]) -> list[str]:
    return [part for surface in sorted(lists, key=units) for part in (surface, lists[surface])]


def _put(lists: dict[str, str], surface: str, code: str) -> None:
    if code:
        lists[surface] = code
    else:
        lists.pop(surface, None)


def _with_posting(code: str, ordinal: int, words: Words | None) -> str:
    """A list of postings with those of one document replaced; None takes them out."""
    its, at, document = parts(code), 0, -1
    begin = end = len(its)
    before = document
    while at < len(its):
        gap, k = divmod(decode(its[at]), GAP_STEP)
        last = at + 1
        if k == 0:
            last += 1 + decode(its[at + 1]).bit_count()
        elif k == SEVERAL:
            last += 1
        document += gap + 1
        if document >= ordinal:
            begin, end = at, last if document == ordinal else at
            break
        before, at = document, last
    new = [encode(GAP_STEP * (ordinal - before - 1) + words.k), words.postings] if words else []
    rest = its[end:]
    if rest:
        gap, k = divmod(decode(rest[0]), GAP_STEP)
        next_ = (document if end > begin else before) + gap + 1
        rest[0] = encode(GAP_STEP * (next_ - (ordinal if words else before) - 1) + k)
    return "".join((*its[:begin], *new, *rest))


def _with_places(code: str, ordinal: int, words: Words | None) -> str:
    """A list of places with those of one document replaced; None takes them out."""
    at, document, before = 0, -1, -1
    begin = end = len(code)
    while at < len(code):
        gap, size_at = number_at(code, at)
        size, record_at = number_at(code, size_at)
        document += gap + 1
        if document >= ordinal:
            begin, end = at, record_at + size if document == ordinal else at
            break
        before, at = document, record_at + size
    new = encode(ordinal - before - 1) + words.places if words else ""
    if end == len(code):
        return code[:begin] + new
    gap, after = number_at(code, end)
    next_ = (document if end > begin else before) + gap + 1
    return f"{code[:begin]}{new}{encode(next_ - (ordinal if words else before) - 1)}{code[after:]}"
