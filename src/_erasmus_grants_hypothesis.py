"""What Hypothesis calls when it is imported: it makes `st.from_type(Mobility)` and the like work without an import.

This entry point alone registers anything: importing the library does not.
"""


def register() -> None:
    """Register the strategies of the public models, whether or not the library is imported already."""
    from erasmus_grants.testing.registration import register_strategies  # noqa: PLC0415 - not before Hypothesis asks

    register_strategies()
