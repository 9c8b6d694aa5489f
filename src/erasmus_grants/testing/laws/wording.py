"""How a broken law names an entry of a rulebook and a stay."""

from erasmus_grants.basics.scope import Entry
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.report import in_words
from erasmus_grants.rulebook.tables import RATE_TABLES
from erasmus_grants.testing.laws.law import Subject


def entry_told(table: str, entry: object) -> str:
    """Return a table and entry in words; what stands in place of an entry has no scope."""
    scope = {} if not isinstance(entry, Entry) else entry.scope.model_dump(mode="json", exclude_defaults=True)
    return f"{table}, entry for {in_words(scope) if scope else 'all mobilities'}"


def rates_told(subject: Subject, mobility: Mobility) -> str:
    """Return the entry of the rates of a mobility in words."""
    entries = subject.entries(mobility)
    return entry_told(RATE_TABLES[entries.term], entries.individual_support)


def stay_told(mobility: Mobility) -> str:
    """Return the activity and the days of a mobility in words."""
    away = f", days of interruption: {mobility.interruption_days}" if mobility.interruption_days else ""
    return f"{mobility.activity} {mobility.direction}, {mobility.start_date} to {mobility.end_date}{away}"
