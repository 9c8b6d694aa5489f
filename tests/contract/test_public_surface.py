"""The names that others import."""

import inspect
import subprocess
import sys
import tomllib
import typing
from datetime import date
from decimal import Decimal
from pathlib import Path

import erasmus_grants
from erasmus_grants import Attendance, Mobility
from erasmus_grants.basics.vocabulary import ActivityType

ROOT = Path(__file__).parents[2]

NAMES = [
    "ActivityType",
    "Attendance",
    "Comparison",
    "Confidence",
    "Direction",
    "Document",
    "ErasmusGrantsError",
    "Finding",
    "FindingCode",
    "GrantBreakdown",
    "GrantCalculator",
    "GrantLine",
    "HostKind",
    "IneligibleMobilityError",
    "LineBasis",
    "LineKind",
    "Mobility",
    "ParticipantRole",
    "Payment",
    "PaymentKind",
    "PaymentSplit",
    "PaymentTrigger",
    "Purpose",
    "Reason",
    "Rulebook",
    "RulebookFileError",
    "RulebookMismatchError",
    "Settlement",
    "SettlementLine",
    "Severity",
    "Source",
    "TravelMode",
    "UnknownCountryError",
    "UnknownRulebookError",
    "__version__",
    "compare",
    "get_rulebook",
    "known_rulebooks",
    "load_rulebook",
]

FINDING_CODES = [
    "DURATION_TOO_SHORT",
    "DURATION_TOO_LONG",
    "MONTHS_PER_CYCLE_EXCEEDED",
    "TEACHING_HOURS_TOO_FEW",
    "TEACHING_HOURS_MISSING",
    "VIRTUAL_COMPONENT_MISSING",
    "CONFERENCE_NOT_ELIGIBLE",
    "RECEIVING_ORGANISATION_NOT_ELIGIBLE",
    "ROLE_NOT_ELIGIBLE",
    "TEACHING_CONTRACT_MISSING",
    "ACTIVITY_NOT_COVERED",
    "ACTIVITY_NOT_FUNDED",
    "COUNTRY_DISAGREES",
    "OUTSIDE_AGREEMENT_PERIOD",
    "PARTNER_NOT_IN_AGREEMENT",
    "DISTANCE_MISSING",
    "COUNTRY_MISSING",
    "RATE_NOT_PUBLISHED",
    "FUNDED_DAYS_CAPPED",
    "TRAVEL_DAYS_CAPPED",
    "GREEN_AMOUNT_NOT_PUBLISHED",
    "TOP_UP_AMOUNT_NOT_PUBLISHED",
    "FLOW_NOT_MARKED_OPEN",
    "BELOW_FIRST_DISTANCE_BAND",
    "DISTANCE_BETWEEN_PRINTED_BOUNDS",
    "SECURITY_CONDITION",
    "MOBILITY_RESTRICTION_POSSIBLE",
    "PAYMENT_SPLIT_NOT_PUBLISHED",
    "MONTH_COUNT_DISAGREES",
    "APPLICATION_DEADLINE",
    "PARTNER_COUNTRY_DISAGREES",
    "PURPOSE_NOT_LISTED",
    "STAY_DID_NOT_TAKE_PLACE",
    "STAY_BELOW_MINIMUM",
    "STAY_LONGER_THAN_AGREED",
    "SHORTFALL_TOLERATED",
    "ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD",
    "PURPOSE_NOT_ELIGIBLE",
    "PAID_AMOUNT_NOT_STATED",
    "ATTENDANCE_APART_FROM_AGREED_DATES",
    "COMBINATION_NOT_ELIGIBLE",
    "PAYMENT_OUTSIDE_BOUNDS",
    "TRAVEL_COST_NOT_STATED",
    "OUTSIDE_CALL_YEARS",
    "TRAVEL_SUPPORT_NOT_PAID",
    "DEPARTS_FROM_PROGRAMME",
    "INVALID_INPUT",
]

MOBILITY_FIELDS = [
    "activity",
    "combined",
    "direction",
    "role",
    "teaching_contract",
    "sending_country",
    "receiving_country",
    "partner",
    "start_date",
    "end_date",
    "interruption_days",
    "academic_term",
    "blended_intensive_programme",
    "virtual_component",
    "distance_km",
    "travel_mode",
    "travel_days",
    "fewer_opportunities",
    "teaching_hours",
    "purpose",
    "receiving_organisation",
    "months_used",
    "reference",
]

ATTENDANCE_FIELDS = [
    "start_date",
    "end_date",
    "interruption_days",
    "documents",
    "force_majeure",
    "paid_eur",
    "travel_cost_eur",
]

GRANT_FIELDS = [
    "rulebook_id",
    "rulebook_fingerprint",
    "rulebook_based_on",
    "library_version",
    "schema_version",
    "mobility",
    "eligible",
    "findings",
    "lines",
    "total_eur",
    "payments",
    "documents",
]

LINE_FIELDS = ["kind", "basis", "quantity", "rate_eur", "rate_days", "rounding", "amount_eur", "reasons", "source"]

SETTLEMENT_AMOUNTS = {
    "agreed_eur",
    "entitled_eur",
    "reduction_eur",
    "paid_eur",
    "balance_eur",
    "recovery_eur",
    "payable_now_eur",
}


def test_public_names_are_these_and_no_others() -> None:
    assert sorted(erasmus_grants.__all__) == sorted(NAMES)
    assert all(hasattr(erasmus_grants, name) for name in NAMES)


def test_no_finding_code_is_renamed_or_lost() -> None:
    assert [code.value for code in erasmus_grants.FindingCode] == FINDING_CODES


def test_fields_are_these() -> None:
    assert list(Mobility.model_fields) == MOBILITY_FIELDS
    assert list(Attendance.model_fields) == ATTENDANCE_FIELDS
    assert list(erasmus_grants.GrantLine.model_fields) == LINE_FIELDS
    assert list(erasmus_grants.GrantBreakdown.model_fields) == GRANT_FIELDS
    assert set(erasmus_grants.Settlement.model_fields) >= SETTLEMENT_AMOUNTS | {"rulebook_id", "rulebook_based_on"}


def declared_parameters(model: type) -> dict[str, bool]:
    """Return name and whether it is required, of the `__init__` that type checkers see."""
    source = inspect.getsource(model)
    start = source.index("def __init__(")
    signature = source[start : source.index(") -> None: ...", start)]
    module = sys.modules[model.__module__]
    namespace = {**vars(module), **vars(typing), "date": date, "Decimal": Decimal, "ActivityType": ActivityType}
    exec("import typing\n" + inspect.cleandoc("\n".join(["", signature + ") -> None: ..."])), namespace)  # noqa: S102
    parameters = inspect.signature(namespace["__init__"]).parameters
    return {name: item.default is inspect.Parameter.empty for name, item in parameters.items() if name != "self"}


def test_the_signature_that_type_checkers_see_has_the_fields() -> None:
    for model in (Mobility, Attendance):
        expected = {name: field.is_required() for name, field in model.model_fields.items()}
        assert declared_parameters(model) == expected


def test_the_version_is_a_literal_and_the_packages_own() -> None:
    assert erasmus_grants.__version__ == "0.1.0"
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert config["tool"]["hatch"]["version"]["path"] == "src/erasmus_grants/basics/version.py"
    assert (ROOT / "CITATION.cff").read_text("utf-8").count(f"version: {erasmus_grants.__version__}\n") == 1
    assert f"## [{erasmus_grants.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_importing_loads_no_extra_and_no_rulebook() -> None:
    script = (
        "import sys, erasmus_grants\n"
        "extras = {'typer', 'rich', 'hypothesis', 'pytest', 'pandas', 'narwhals', 'polars', 'numpy', 'openpyxl', 'pyarrow'}\n"
        "heavy = extras & set(sys.modules)\n"
        "from erasmus_grants import rulebooks\n"
        "print(sorted(heavy), rulebooks._built.cache_info().currsize)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[] 0"
