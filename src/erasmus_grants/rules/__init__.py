"""The rules of the programme, one module each: the type of its table, and small functions that read it.

A rule receives the entry that applies and never a whole rulebook or a year, and can be used alone.  An eligibility rule
returns findings, an amount rule a `RuleResult` of lines and findings; none raises on a valid mobility.
"""
