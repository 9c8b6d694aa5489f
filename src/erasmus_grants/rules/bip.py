"""The rule of `short_stay_rates`, under its former path."""

from erasmus_grants.rules.short_stay_rates import PerDayTier, ShortStayRate, ShortStayRateEntry, individual_support

__all__ = ["PerDayTier", "ShortStayRate", "ShortStayRateEntry", "individual_support"]
