"""The JSON schemas that others build on, as files: the one pin of fields, codes and words of a closed list.

`python -m tests.contract.schema_files` writes them anew.  A changed schema is a changed contract: look at the
difference, and write it into the changelog.
"""

import json
from pathlib import Path

from erasmus_grants import Attendance, GrantBreakdown, Mobility, Rulebook, Settlement
from erasmus_grants.rulebook.schema import rulebook_file_schema, shelf_file_schema

FOLDER = Path(__file__).parent / "schemas"

RULEBOOK = Rulebook.model_json_schema()
SCHEMAS: dict[str, object] = {
    "mobility": Mobility.model_json_schema(),
    "attendance": Attendance.model_json_schema(),
    "grant": GrantBreakdown.model_json_schema(mode="serialization"),
    "settlement": Settlement.model_json_schema(mode="serialization"),
    "rulebook": RULEBOOK,
    "rulebook-file": rulebook_file_schema(RULEBOOK),
    "rulebook-sources": shelf_file_schema(RULEBOOK),
}
"""What is read, what is written, and what a file of figures holds, by the name of the file."""


def without_words(schema: object) -> object:
    """Return a schema without titles and descriptions, which may be reworded."""
    if isinstance(schema, dict):
        return {
            key: without_words(value)
            for key, value in schema.items()
            if key not in {"title", "description"} or isinstance(value, dict)
        }
    return [without_words(item) for item in schema] if isinstance(schema, list | tuple) else schema


def file_text(name: str) -> str:
    """Return what the file of a schema has to hold; fields and words stand in their order."""
    return json.dumps(without_words(SCHEMAS[name]), indent=1) + "\n"


if __name__ == "__main__":
    for each in SCHEMAS:
        (FOLDER / f"{each}.json").write_text(file_text(each), encoding="utf-8")
