"""Writes the pages of this folder that are made of tables in the code: run after changing these.

python docs/generate.py
"""

import json
from pathlib import Path

from readingroom.config import default_settings
from readingroom.diagnostics import documentation
from readingroom.parse.front.schema import json_schema

DOCS = Path(__file__).parent


def generated() -> dict[str, str]:
    """The text of each generated file, by its name."""
    schema = json.dumps(json_schema(default_settings()), ensure_ascii=False, indent=2)
    return {"diagnostics.md": documentation(), "front-matter.schema.json": f"{schema}\n"}


if __name__ == "__main__":
    for name, text in generated().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
