"""Why a page changed."""


def reasons(*_: object) -> list[str]:
    """Nothing yet."""
    return []
