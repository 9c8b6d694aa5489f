"""The command `schema`."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from erasmus_grants.cli.terminal import write_json
from erasmus_grants.records.grant import SCHEMA_VERSION, GrantBreakdown
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.settlement import Settlement
from erasmus_grants.rulebook.model import Rulebook

if TYPE_CHECKING:
    from erasmus_grants.rulebook.schema import Json


class Schema(StrEnum):
    """What has a JSON Schema."""

    MOBILITY = "mobility"
    GRANT = "grant"
    RULEBOOK = "rulebook"
    RULEBOOK_FILE = "rulebook-file"
    RULEBOOK_SOURCES = "rulebook-sources"
    SETTLEMENT = "settlement"
    ATTENDANCE = "attendance"


_VERSIONS: Mapping[Schema, str] = {Schema.GRANT: SCHEMA_VERSION, Schema.SETTLEMENT: SCHEMA_VERSION}
"""The version of each schema that is not the first."""


def schema(what: Annotated[Schema, typer.Argument(help="What the schema describes.")]) -> None:
    """Print a JSON Schema."""
    head: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"erasmus-grants schema {what}, version {_VERSIONS.get(what, '1')}",
    }
    from erasmus_grants.rulebook.schema import rulebook_file_schema, shelf_file_schema

    schemas: Mapping[Schema, Callable[[], Mapping[str, Json]]] = {
        Schema.MOBILITY: lambda: Mobility.model_json_schema(mode="validation"),
        Schema.GRANT: lambda: GrantBreakdown.model_json_schema(mode="serialization"),
        Schema.RULEBOOK: lambda: Rulebook.model_json_schema(mode="validation"),
        Schema.RULEBOOK_FILE: lambda: rulebook_file_schema(Rulebook.model_json_schema(mode="validation")),
        Schema.RULEBOOK_SOURCES: lambda: shelf_file_schema(Rulebook.model_json_schema(mode="validation")),
        Schema.SETTLEMENT: lambda: Settlement.model_json_schema(mode="serialization"),
        Schema.ATTENDANCE: lambda: Attendance.model_json_schema(mode="validation"),
    }
    write_json(json.dumps({**head, **schemas[what]()}, indent=2))
