"""Steps of a life, drawn evenly.

Hypothesis gives each script of a state machine only some of its rules, often very few, so that most of
its scripts are about little. Here every step may follow any other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st

_Method = TypeVar("_Method", bound=Callable[..., None])
_DRAWN = "_drawn"


@dataclass(frozen=True, slots=True)
class Step:
    """A method of a machine and the arguments to call it with."""

    name: str
    arguments: dict[str, Any]

    def take(self, machine: object) -> None:
        """Calls the method of a machine."""
        getattr(machine, self.name)(**self.arguments)

    def __repr__(self) -> str:
        """The call, for a script that fails."""
        shown = (
            f"{name}={getattr(value, '__name__', None) or repr(value)}"
            for name, value in self.arguments.items()
        )
        return f"{self.name}({', '.join(shown)})"


def step(*, weight: int = 1, **arguments: st.SearchStrategy[Any]) -> Callable[[_Method], _Method]:
    """Makes a method a step, with strategies for its arguments; one of more weight is drawn more often."""

    def marked(method: _Method) -> _Method:
        setattr(method, _DRAWN, (weight, arguments))
        return method

    return marked


def steps_of(machine: type) -> st.SearchStrategy[Step]:
    """Any step of a machine, those of its bases included."""
    return st.sampled_from(list(_steps_of(machine))).flatmap(
        lambda found: st.builds(Step, st.just(found[0]), st.fixed_dictionaries(found[1]))
    )


def _steps_of(machine: type) -> Iterator[tuple[str, dict[str, st.SearchStrategy[Any]]]]:
    for name in dir(machine):
        weight, arguments = getattr(getattr(machine, name), _DRAWN, (0, {}))
        yield from [(name, arguments)] * weight
