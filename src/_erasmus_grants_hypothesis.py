"""What Hypothesis calls when it is imported: it makes `st.from_type(Mobility)` and the like work without an import.

It stands outside of the package, so that people who test something else do not wait for it.
"""

import sys


def register() -> None:
    """Register the strategies of the public models, if the library is imported already; else it does so itself."""
    if "erasmus_grants" in sys.modules:
        from erasmus_grants.testing.registration import register_strategies  # noqa: PLC0415 - only if it is imported

        register_strategies()
