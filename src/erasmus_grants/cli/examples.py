"""Examples of each command, as one types them in the folder of the project, in this order.

Examples:
    >>> EXAMPLES["ask"]
    'erasmus-grants ask --call 2024 --from ES --to DE --activity SMS'
"""

from collections.abc import Mapping
from typing import Final

EXAMPLES: Final[Mapping[str, str]] = {
    "quote": "erasmus-grants quote examples/dakar-teaching-2022.toml\n"
    "erasmus-grants quote examples/dakar-teaching-2022.toml --format json > grant.json\n"
    "erasmus-grants quote --call 2023 --from DE --to ES --activity SMS --start 2023-09-15 --end 2024-02-10 --km 1870",
    "check": "erasmus-grants check examples/dakar-teaching-2022.toml\n"
    "erasmus-grants check examples/dakar-teaching-2022.toml --rulebook usmb-icm-2018",
    "settle": "erasmus-grants settle grant.json examples/dakar-cut-to-four-days.toml",
    "rulebooks": "erasmus-grants rulebooks\nerasmus-grants rulebooks --call 2023 --action KA131 --country DE",
    "coverage": "erasmus-grants coverage",
    "rulebook": "erasmus-grants rulebook usmb-bip-2024\n"
    "erasmus-grants rulebook docs/how-to/example-university.toml --format markdown",
    "diff": "erasmus-grants diff usmb-icm-2018 usmb-icm-2023\n"
    "erasmus-grants diff usmb-icm-2023 lille-ka171-2022 --format json > differences.json",
    "compare": "erasmus-grants compare examples/dakar-teaching-2022.toml -r usmb-icm-2018 -r usmb-icm-2023\n"
    "erasmus-grants compare examples/dakar-teaching-2022.toml -r usmb-icm-2023 --what-if end_date=2022-03-10",
    "new-rulebook": "erasmus-grants new-rulebook my-university-2026 --like usmb-icm-2023 > my-university-2026.toml",
    "new-policy": "erasmus-grants new-policy --home ES --call 2024 > my-university-2024.toml",
    "verify": "erasmus-grants verify docs/how-to/example-university.toml --examples 20",
    "batch": "erasmus-grants batch examples/mobilities.csv grants.xlsx --rulebook usmb-icm-2023",
    "audit": "erasmus-grants audit examples/export-with-errors.csv --rulebook na-de-ka131-2024",
    "ask": "erasmus-grants ask --call 2024 --from ES --to DE --activity SMS",
    "missing": "erasmus-grants missing examples/mobilities.csv --rulebook usmb-icm-2023",
    "schema": "erasmus-grants schema mobility > mobility.schema.json\n"
    "erasmus-grants schema rulebook-file > rulebook-file.json",
}
"""The lines of each command."""
