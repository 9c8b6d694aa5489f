"""Rulebooks of every kind, for tests that take long under each of them."""

import os

from erasmus_grants import known_rulebooks

OF_AGENCIES = frozenset(
    {
        "na-at-ka131-2021",  # students alone, and so are most
        *("na-de-ka131-2021", "na-de-ka131-2022", "na-de-ka131-2023"),  # staff too, and a tolerance
        "na-is-ka131-2023",  # staff alone
        "na-sk-ka131-2023",  # Regions 13 and 14 apart
        "na-de-ka131-2024",  # travel support of some
        "na-ee-ka131-2024",  # one group alone, and nothing on travel support
        "na-pl-ka131-2024",  # later days rounded
        "na-es-ka131-2025",  # provisional
        "na-tr-ka131-2026",
    }
)
"""Those of agencies are alike but for their figures, which golden rows, the reference and frames try one by one."""

OF_EVERY_KIND = tuple(name for name in known_rulebooks() if not name.startswith("na-") or name in OF_AGENCIES)
"""All of the programme and of universities, and those of agencies that differ in more than figures."""

OF_THE_KIT = known_rulebooks() if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else OF_EVERY_KIND
"""Those of which is tried what `verify` tries of a file that somebody writes: in a nightly run all of them."""
