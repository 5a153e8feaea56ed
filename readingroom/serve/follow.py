"""The page of the file that was just saved."""

from pathlib import Path

from readingroom.session import Edition

_SIDECAR = ".meta.yaml"


def saved_page(edition: Edition, content: Path, touched: frozenset[str] | None) -> str:
    """The address of the dispatch that was saved; empty where it was none, or where there were several."""
    root = f"{content.absolute().as_posix()}/"
    paths = (Path(path).as_posix().removeprefix(root) for path in touched or ())
    saved = {address for path in paths if (address := _page(edition, path))}
    return saved.pop() if len(saved) == 1 else ""


def _page(edition: Edition, path: str) -> str:
    """The address of the page that a source, its sidecar or the text it translates is shown on."""
    known = edition.site.archive.by_path
    for source in (path, *_of_sidecar(path), *_of_original(path)):
        if (found := known.get(source)) and f"{found}.html" in edition.written:
            return f"{found}.html"
    return ""


def _of_sidecar(path: str) -> tuple[str, ...]:
    return (f"{path.removesuffix(_SIDECAR)}.txt",) if path.endswith(_SIDECAR) else ()


def _of_original(path: str) -> tuple[str, ...]:
    """What `10857.fa.txt` stands beside: `10857.txt`."""
    stem, _, language = path.removesuffix(".txt").rpartition(".")
    return (f"{stem}.txt",) if path.endswith(".txt") and stem and "/" not in language else ()
