"""The rule of `study_cycle`, under its former path."""

from erasmus_grants.rules.study_cycle import CycleLimit, cycle_findings

__all__ = ["CycleLimit", "cycle_findings"]
