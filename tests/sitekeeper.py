"""What a keeper does to a small archive, as the steps of a state machine."""

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st
from siteauthor import Author, choices, ways
from sitesaves import Way, in_place
from sitesettings import NAMES, SETTINGS, TEMPLATES, THEME, settings_text
from sitesteps import step

TIMES = ("2020-01-01", "2019-05-31", "2019-12-31T23:00+01:00", "2042-01-01", "")
EPOCHS = ("", "1546300800", "1600000000")


class Keeper(Author):
    """The same archive, whose settings, names, theme and options change too."""

    def __init__(self) -> None:
        """Settings, a file of names, and a theme that shows all."""
        super().__init__()
        self.chosen: dict[str, int] = {}
        self.site.write({"archive.toml": settings_text({}), "authority/people.toml": NAMES["people"][0]})
        for name, text in THEME.items():
            (self.life.templates / name).write_text(text, encoding="utf-8")

    @step(weight=2, part=st.sampled_from(sorted(SETTINGS)), form=choices, way=ways)
    def edit_settings(self, part: str, form: int, way: Way) -> None:
        """A part of archive.toml changes."""
        self.chosen[part] = form % len(SETTINGS[part])
        self._save(self.site.content / "archive.toml", settings_text(self.chosen), way)

    @step(kind=st.sampled_from(sorted(NAMES)), form=choices, way=ways)
    def edit_names(self, kind: str, form: int, way: Way) -> None:
        """A file of names changes, comes or goes."""
        text = NAMES[kind][form % len(NAMES[kind])]
        self._save(self.site.content / f"authority/{kind}.toml", text or None, way)

    @step(weight=2, name=st.sampled_from(sorted(TEMPLATES)), form=choices, way=ways)
    def edit_theme(self, name: str, form: int, way: Way) -> None:
        """A template, an include of it or an asset changes, comes or goes."""
        self._save(self.life.templates / name, TEMPLATES[name][form % len(TEMPLATES[name])], way)

    @step(form=choices, way=ways)
    def edit_include(self, form: int, way: Way) -> None:
        """A template that others include changes."""
        self.edit_theme("foot.html", form, way)

    @step(time=st.sampled_from(TIMES), epoch=st.sampled_from(EPOCHS))
    def move_the_clock(self, time: str, epoch: str) -> None:
        """Embargoes are compared with another time, told in another way."""
        self.life.options = replace(self.life.options, as_of=time, epoch=epoch)

    @step(keep_going=st.booleans(), strict=st.booleans(), themed=st.booleans())
    def turn_options(self, *, keep_going: bool, strict: bool, themed: bool) -> None:
        """Options are given, or are given no more."""
        self.life.options = replace(self.life.options, keep_going=keep_going, strict=strict, themed=themed)

    @step(weight=2, tools=st.sampled_from(("", "post", "pole")))
    def change_tools(self, tools: str) -> None:
        """Another version builds."""
        self.life.options = replace(self.life.options, tools=tools)

    def _save(self, path: Path, data: str | bytes | None, way: Way) -> None:
        """A file is saved in the place of what is there, or goes."""
        if data is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        (way if path.exists() else in_place)(path, data.encode() if isinstance(data, str) else data)
