"""Where the files of a dispatch are published."""


def attachment_address(dispatch: str, path: str) -> str:
    """The address of a file that a dispatch shows or links to: its base name, beneath the dispatch."""
    return f"{dispatch}/{path.rpartition('/')[2]}"
