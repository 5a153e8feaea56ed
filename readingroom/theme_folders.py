"""Where the theme lies: the built-in one, and what the archive lays over it, file by file."""

from pathlib import Path

ASSETS = "assets"


def built_in() -> Path:
    """The folder of the built-in theme: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def folders(overlay: Path | None) -> tuple[Path, ...]:
    """The folders of the theme; a file of a later one takes the place of its namesake."""
    return (built_in(), overlay) if overlay else (built_in(),)
