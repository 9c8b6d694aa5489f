"""Grants and settlements in words: text, Markdown, HTML and records.  Nothing is computed here.

Everything is first a `Report`: a title, tables and notes of plain text.  Each rendering then escapes in its own way, so
that nothing a caller wrote can act as markup or move a terminal's cursor.

Examples:
    >>> report = Report(title="Grant", tables=(Table("Lines", ("what", "EUR"), (("travel", "180.00"),)),), notes=())
    >>> print(as_text(report))
    Grant
    <BLANKLINE>
    Lines
    what       EUR
    travel  180.00
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from erasmus_grants.countries import country_name
from erasmus_grants.findings import Finding, Reason
from erasmus_grants.lines import GrantLine, Payment, RequiredDocument
from erasmus_grants.provenance import Source
from erasmus_grants.vocabulary import Document, LineBasis
from erasmus_grants.wording import BASIS_NAMES, LINE_NAMES, REASONS

if TYPE_CHECKING:
    from erasmus_grants.breakdown import SettlementLine
    from erasmus_grants.mobility import Attendance, Mobility

_NUMERIC = frozenset({"quantity", "rate EUR", "EUR", "agreed EUR", "due EUR", "agreed", "due"})


class Table(NamedTuple):
    """A titled table of plain text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Report(NamedTuple):
    """What a rendering shows, from top to bottom."""

    title: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


# --- what a grant and a settlement say ---------------------------------------------------------------------------------


def grant_report(
    *,
    rulebook: tuple[str, str, str],
    mobility: "Mobility",
    eligible: bool,
    findings: Sequence[Finding],
    lines: Sequence[GrantLine],
    total_eur: Decimal,
    payments: Sequence[Payment],
    documents: Sequence[RequiredDocument],
) -> Report:
    """Return what there is to say about a grant."""
    title = f"Grant of {total_eur} EUR" if eligible else "Not eligible: no grant"
    line_rows = [_cells(line_record(line)) for line in lines]
    if line_rows:
        line_rows.append(("total", "", "", "", str(total_eur), "", ""))
    sources = [item.source for item in (*lines, *payments, *findings)]
    tables = (
        Table("Mobility", ("", ""), tuple(_mobility_rows(mobility))),
        Table("Lines", _LINE_COLUMNS, tuple(line_rows)),
        _payments_table(payments),
        _findings_table(findings),
        _documents_table(documents),
        _sources_table(sources),
    )
    return Report(title, _filled(tables), (_made_by(rulebook),))


def settlement_report(
    *,
    rulebook: tuple[str, str, str],
    reference: str | None,
    attendance: "Attendance",
    rows: Sequence[Mapping[str, object]],
    amounts: Sequence[tuple[str, Decimal]],
    missing_documents: Sequence[Document],
    findings: Sequence[Finding],
    source: Source,
) -> Report:
    """Return what there is to say about a settlement."""
    words = dict(amounts)
    title = f"Settlement: {words['due']} EUR due, of {words['agreed']} EUR agreed"
    stay = (
        "no stay took place"
        if attendance.start_date is None
        else f"{attendance.start_date} to {attendance.end_date}{_interrupted(attendance.interruption_days)}"
    )
    about = [("reference", reference or ""), ("attended", stay)]
    about += [("force majeure", "yes")] * attendance.force_majeure
    about += [("missing papers", _words(missing_documents))] * bool(missing_documents)
    tables = (
        Table("Attendance", ("", ""), tuple(row for row in about if row[1])),
        Table(
            "Lines",
            ("line", "rate EUR", "agreed", "agreed EUR", "due", "due EUR", "why", "source"),
            tuple(_settlement_cells(row) for row in rows),
        ),
        Table("Amounts", ("", "EUR"), tuple((name, str(amount)) for name, amount in amounts)),
        _findings_table(findings),
        _sources_table([source, *(finding.source for finding in findings)]),
    )
    return Report(title, _filled(tables), (_made_by(rulebook),))


def line_record(line: GrantLine) -> dict[str, object]:
    """Return a line as a plain dict."""
    return {
        "kind": line.kind.value,
        "basis": line.basis.value,
        "quantity": line.quantity,
        "rate_eur": line.rate_eur,
        "rate_days": line.rate_days,
        "amount_eur": line.amount_eur,
        "why": why(line.reasons),
        "source_id": line.source.id,
        "source": line.source.cite(),
    }


def finding_record(finding: Finding) -> dict[str, object]:
    """Return a finding as a plain dict with the keys of a line."""
    return {
        "kind": finding.code.value,
        "basis": finding.severity.value,
        "quantity": 0,
        "rate_eur": Decimal("0.00"),
        "rate_days": 1,
        "amount_eur": Decimal("0.00"),
        "why": finding.message,
        "source_id": finding.source.id,
        "source": finding.source.cite(),
    }


def settlement_record(line: "SettlementLine") -> dict[str, object]:
    """Return a line of a settlement as a plain dict."""
    return {
        "kind": line.kind.value,
        "basis": line.basis.value,
        "rate_eur": line.rate_eur,
        "rate_days": line.rate_days,
        "agreed_quantity": line.agreed_quantity,
        "agreed_eur": line.agreed_eur,
        "entitled_quantity": line.entitled_quantity,
        "entitled_eur": line.entitled_eur,
        "why": why(line.reasons),
        "source_id": line.source.id,
        "source": line.source.cite(),
    }


def why(reasons: Iterable[Reason]) -> str:
    """Return reasons in words."""
    return "; ".join(REASONS[reason.code].format_map(dict(reason.details)) for reason in reasons)


# --- renderings --------------------------------------------------------------------------------------------------------


def as_text(report: Report) -> str:
    """Return a report as plain text in columns."""
    parts = [_printable(report.title)]
    for table in report.tables:
        rows = [tuple(map(_printable, row)) for row in (table.columns, *table.rows) if any(row)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        numeric = [column in _NUMERIC for column in table.columns]
        lines = ["  ".join(_aligned(*cell) for cell in zip(row, widths, numeric, strict=True)).rstrip() for row in rows]
        parts.append("\n".join([table.title, *lines]))
    return "\n\n".join([*parts, *map(_printable, report.notes)])


def as_markdown(report: Report) -> str:
    """Return a report as Markdown with tables."""
    parts = [f"## {_in_markdown(report.title)}"]
    for table in report.tables:
        rules = ["---:" if column in _NUMERIC else "---" for column in table.columns]
        rows = [" | ".join(map(_in_markdown, row)) for row in (table.columns, *table.rows)]
        lines = [f"| {row} |" for row in (rows[0], " | ".join(rules), *rows[1:])]
        parts.append("\n".join([f"### {table.title}", "", *lines]))
    return "\n\n".join([*parts, *map(_in_markdown, report.notes)]) + "\n"


def as_html(report: Report) -> str:
    """Return a report as HTML, without scripts and in the colours of the page it stands in."""
    parts = [f"<h4>{_in_html(report.title)}</h4>"]
    for table in report.tables:
        parts.append(
            f'<table style="{_TABLE}"><caption style="{_CAPTION}">{_in_html(table.title)}</caption>'
            + (f"<thead>{_html_row(table, table.columns, 'th')}</thead>" if any(table.columns) else "")
            + f"<tbody>{''.join(_html_row(table, row, 'td') for row in table.rows)}</tbody></table>"
        )
    parts += [f'<p style="font-size: 85%; opacity: 0.75">{_in_html(note)}</p>' for note in report.notes]
    return f'<div class="erasmus-grants">{"".join(parts)}</div>'


_TABLE = "border-collapse: collapse; margin: 0.5em 0; color: inherit; background: transparent"
_CAPTION = "caption-side: top; text-align: left; font-weight: bold; color: inherit; padding: 0.2em 0"
_CELL = "padding: 0.2em 0.8em 0.2em 0; vertical-align: top; border-bottom: 1px solid rgba(128, 128, 128, 0.35)"
_LINE_COLUMNS = ("line", "quantity", "", "rate EUR", "EUR", "why", "source")


def _html_row(table: Table, row: Sequence[str], tag: str) -> str:
    cells = (
        f'<{tag} style="{_CELL}; text-align: {"right" if column in _NUMERIC else "left"}">{_in_html(cell)}</{tag}>'
        for column, cell in zip(table.columns, row, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _aligned(cell: str, width: int, numeric: bool) -> str:  # noqa: FBT001
    return cell.rjust(width) if numeric else cell.ljust(width)


def _printable(text: str) -> str:
    """Return text without characters that a terminal would act on."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def _in_html(text: str) -> str:
    return escape(_printable(text))


def _in_markdown(text: str) -> str:
    escaped = escape(_printable(text), quote=False)
    return "".join(f"\\{letter}" if letter in "\\|*_`[]#~" else letter for letter in escaped)


# --- cells -------------------------------------------------------------------------------------------------------------


def _cells(record: Mapping[str, object]) -> tuple[str, ...]:
    per_month = " a month" if record["rate_days"] != 1 else ""
    return (
        _line_name(record),
        str(record["quantity"]),
        BASIS_NAMES[LineBasis(str(record["basis"]))],
        f"{record['rate_eur']}{per_month}",
        str(record["amount_eur"]),
        str(record["why"]),
        str(record["source_id"]),
    )


def _settlement_cells(record: Mapping[str, object]) -> tuple[str, ...]:
    per_month = " a month" if record["rate_days"] != 1 else ""
    return (
        f"{_line_name(record)}, {BASIS_NAMES[LineBasis(str(record['basis']))]}",
        f"{record['rate_eur']}{per_month}",
        str(record["agreed_quantity"]),
        str(record["agreed_eur"]),
        str(record["entitled_quantity"]),
        str(record["entitled_eur"]),
        str(record["why"]),
        str(record["source_id"]),
    )


def _line_name(record: Mapping[str, object]) -> str:
    names = {kind.value: name for kind, name in LINE_NAMES.items()}
    return names[str(record["kind"])]


def _mobility_rows(mobility: "Mobility") -> Iterable[tuple[str, str]]:
    activity = f"{mobility.activity} {mobility.direction}{', combined' if mobility.combined else ''}"
    programme = ", blended intensive programme" if mobility.blended_intensive_programme else ""
    yield "activity", f"{activity}, {_words([mobility.role])}{programme}"
    countries = (mobility.sending_country, mobility.receiving_country)
    if any(countries):
        yield "from, to", " -> ".join(country_name(code) if code else "?" for code in countries)
    if mobility.partner is not None:
        yield "partner", mobility.partner
    yield "stay", f"{mobility.start_date} to {mobility.end_date}{_interrupted(mobility.interruption_days)}"
    if mobility.distance_km is not None:
        yield "distance", f"{mobility.distance_km:f} km one way, {mobility.travel_mode} travel"
    if mobility.reference is not None:
        yield "reference", mobility.reference


def _interrupted(days: int) -> str:
    return f", less {days} days of interruption" if days else ""


def _payments_table(payments: Iterable[Payment]) -> Table:
    rows = tuple(
        (_words([payment.kind]), str(payment.amount_eur), _words([payment.trigger]), _words(payment.conditions))
        for payment in payments
    )
    return Table("Payments", ("payment", "EUR", "when", "needs"), rows)


def _findings_table(findings: Iterable[Finding]) -> Table:
    rows = tuple((finding.severity, finding.code, finding.message, finding.source.id) for finding in findings)
    return Table("Findings", ("severity", "code", "what was found", "source"), rows)


def _documents_table(documents: Iterable[RequiredDocument]) -> Table:
    rows = tuple(
        (
            _words([paper.stage]),
            _words([paper.document]),
            _words(paper.signed_by),
            ". ".join(text for text in (paper.applies_if, paper.note) if text),
            paper.source.id,
        )
        for paper in documents
    )
    return Table("Papers", ("when", "paper", "signed by", "note", "source"), rows)


def _sources_table(sources: Iterable[Source]) -> Table:
    unique = {source.id: source for source in sources}
    rows = tuple((source.id, source.confidence, source.cite()) for source in unique.values())
    return Table("Sources", ("source", "confidence", "where it is printed"), rows)


def _filled(tables: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(table for table in tables if table.rows)


def _made_by(rulebook: tuple[str, str, str]) -> str:
    name, fingerprint, version = rulebook
    return f"Rulebook {name} ({fingerprint[:12]}), erasmus_grants {version}."


def _words(members: Iterable[str]) -> str:
    return ", ".join(str(member).replace("_", " ") for member in members)
