"""What every command that makes editions shares."""

from collections.abc import Callable

from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.config import FILE_NAME, ConfigError, Paths, SettingsError
from readingroom.diagnostics import Code, Diagnostic


def paths(common: Common) -> Paths:
    """Where the user says that things lie."""
    return Paths(
        content=common.content, templates=common.templates, output=common.output, own_cache=common.cache
    )


def in_the_way(error: SettingsError | OSError) -> list[Diagnostic]:
    """Why there is no new edition: mistakes of the settings, or a file that went away while it was read."""
    if isinstance(error, SettingsError):
        return [_invalid(mistake) for mistake in error.errors]
    place = f"{error.filename}: " if error.filename else ""
    return [Diagnostic(code=Code.UNREADABLE, message=f"{place}{error.strerror or error}.")]


def _invalid(mistake: ConfigError) -> Diagnostic:
    key = f"{mistake.key}: " if mistake.key else ""
    return Diagnostic(
        code=Code.SETTINGS_INVALID,
        message=f"{key}{mistake.message}",
        path=FILE_NAME,
        line=mistake.line,
        hint=mistake.hint,
    )


def progress(console: Console, stage: str = "Sources") -> Callable[[int], Callable[[int], None]]:
    """Shows how far a stage is."""

    def begun(total: int) -> Callable[[int], None]:
        bar = console.progress(stage, total)
        done = 0

        def step(count: int) -> None:
            nonlocal done
            bar.step(count)
            done += count
            if done >= total:
                bar.close()

        return step

    return begun
