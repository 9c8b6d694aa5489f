"""Records of Erasmus Without Paper: what each kind says, whom they do not tell of, and XML that is refused."""

import csv
import json
import tracemalloc
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import (
    LeftOut,
    audit_file,
    calculate_file,
    columns_of_file,
    ewp_records,
    missing_figures,
    read_mobilities,
)
from erasmus_grants.batch.formats import writing
from erasmus_grants.batch.layout import USUAL, Options
from erasmus_grants.batch.tables import MOST_COLUMNS
from erasmus_grants.batch.words import record_words
from erasmus_grants.cli import app
from erasmus_grants.records.fields import FIELDS

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "omobilities.xml"
PAGE = ROOT / "docs" / "how-to" / "calculate-a-list.md"
SPEC = "https://github.com/erasmus-without-paper/ewp-specs-api-"
ROOTS = {
    "omobilities-1": ("omobilities-get-response", "omobilities/blob/stable-v1/endpoints/get-response.xsd"),
    "omobilities-2": ("omobilities-get-response", "omobilities/blob/stable-v2/endpoints/get-response.xsd"),
    "omobilities-3": ("omobilities-get-response", "omobilities/blob/stable-v3/endpoints/get-response.xsd"),
    "imobilities-1": ("imobilities-get-response", "imobilities/blob/stable-v1/endpoints/get-response.xsd"),
    "imobilities-2": ("imobilities-get-response", "imobilities/blob/stable-v2/endpoints/get-response.xsd"),
    "bm-mobilities": ("bm-mobilities-report-request", "bm-mobilities/blob/stable-v1/endpoints/report-request.xsd"),
}
RECORDS = {
    "omobilities-1": "student-mobility-for-studies",
    "omobilities-2": "student-mobility",
    "omobilities-3": "student-mobility",
    "imobilities-1": "student-mobility-for-studies",
    "imobilities-2": "student-mobility",
    "bm-mobilities": "mobility",
}
STUDENT = (
    "<student><given-names>Ana</given-names><family-name>Ejemplo</family-name><global-id>urn:esi:1</global-id>"
    "<birth-date>2003-05-05</birth-date><citizenship>ES</citizenship><email>ana@example.org</email>"
    "<nickname>Anita</nickname><contact><phone>+34600123</phone></contact></student>"
)
DAYS = (
    "<planned-arrival-date>2024-09-02</planned-arrival-date><planned-departure-date>2025-01-31</planned-departure-date>"
)
HOSTS = (
    "<sending-hei><hei-id>a.example.es</hei-id><ounit-id>140</ounit-id></sending-hei>"
    "<receiving-hei><hei-id>b.example.it</hei-id></receiving-hei>"
)
OUTGOING = f"<omobility-id>m-1</omobility-id>{HOSTS}{STUDENT}<status>live</status>{DAYS}"
REPORT = """
<agreement-number>2023-1-ES01-KA131-HED-000000000</agreement-number>
<mobility-id>bm-1</mobility-id>
<activity-type>HE-SMT</activity-type>
<long-term>true</long-term>
<blended>false</blended>
<bip>false</bip>
<combined>false</combined>
<force-majeure>true</force-majeure>
<force-majeure-expl>Ana was ill</force-majeure-expl>
<participant>
  <participant-id>p-1</participant-id>
  <given-names>Ana</given-names>
  <fewer-opportunities>false</fewer-opportunities>
  <recent-graduate>true</recent-graduate>
</participant>
<eqf-study-level>7</eqf-study-level>
<previous-participation>0.5</previous-participation>
<other-language>IT</other-language>
<other-language>EN</other-language>
<sending-organization><id>1</id><oid>E10000001</oid></sending-organization>
<receiving-organization>
  <id>2</id><legal-name>Ditta Esempio</legal-name><email>office@example.org</email>
</receiving-organization>
<sending-country>ES</sending-country>
<receiving-country>IT</receiving-country>
<distance-band>BAND_40</distance-band>
<green-travel>false</green-travel>
<real-distance>1340.00</real-distance>
<duration>
  <start-date>2025-02-03</start-date>
  <end-date>2025-05-02</end-date>
  <interruption-duration>0</interruption-duration>
  <funded-travel-days>0</funded-travel-days>
  <nonfunded-duration>0</nonfunded-duration>
</duration>
<budget><zero-grant>false</zero-grant><travel-support>309.00</travel-support></budget>
"""
"""90 days of 350 a month and of 150 for a traineeship to Italy, and 309 for the journey: 1050 + 450 + 309 = 1809."""


def document(kind: str, *records: str) -> str:
    """Return a file of records of a kind."""
    root, namespace = ROOTS[kind]
    inside = "".join(f"<{RECORDS[kind]}>{one}</{RECORDS[kind]}>" for one in records)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SPEC}{namespace}">{inside}</{root}>'


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "records.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def rows(path: Path, options: Options = USUAL) -> list[dict[str, object]]:
    """Return the rows of a file, without the cells in which nothing stands."""
    with ewp_records.reading(path, "records.xml", options) as source:
        chunks = list(source.chunks(2))
    assert chunks[-1].done == source.size
    cells: list[Sequence[object]] = [row for chunk in chunks for row in chunk.rows]
    return [{name: cell for name, cell in zip(source.names, row, strict=True) if cell is not None} for row in cells]


def fields(path: Path, **how: object) -> dict[str, tuple[str | None, str | None]]:
    found = columns_of_file(str(path), **how)  # type: ignore[arg-type]
    return {one.column: (one.field, one.word) for one in found.columns}


# --- each kind of record ----------------------------------------------------------------------------------------------


def test_what_is_read_are_fields() -> None:
    more = {"sending_institution", "receiving_institution", "from_city", "to_city"}
    words = record_words()
    for kind in words.kinds:
        assert {*kind.constants, *(meaning.field for meaning in kind.read.values())} <= {*FIELDS, *more}
    assert {field for texts in words.follows.values() for said in texts.values() for field in said} <= set(FIELDS)
    assert {(kind.root, kind.namespace) for kind in words.kinds} == {(root, SPEC + of) for root, of in ROOTS.values()}


def test_outgoing_mobilities_of_version_1_are_studies(tmp_path: Path) -> None:
    (row,) = rows(written(tmp_path, document("omobilities-1", OUTGOING)))
    assert row == {
        "omobility-id": "m-1",
        "sending-hei.hei-id": "a.example.es",
        "sending-hei.ounit-id": "140",
        "receiving-hei.hei-id": "b.example.it",
        "planned-arrival-date": "2024-09-02",
        "planned-departure-date": "2025-01-31",
        "mobility-status": "live",
        "direction": "outgoing",
        "activity": "SMS",
    }


@pytest.mark.parametrize(("activity", "short"), [("student-studies", "SMS"), ("student-traineeships", "SMT")])
def test_outgoing_mobilities_of_version_2_name_their_activity(tmp_path: Path, activity: str, short: str) -> None:
    more = (
        f"<activity-type>{activity}</activity-type><activity-attributes>short-term-blended</activity-attributes>"
        "<eqf-level-studied-at-nomination>6</eqf-level-studied-at-nomination>"
        "<eqf-level-studied-at-departure>7</eqf-level-studied-at-departure>"
    )
    path = written(tmp_path, document("omobilities-2", OUTGOING + more))
    (listed,) = read_mobilities(path)
    mobility = listed.mobility
    assert mobility is not None
    assert (mobility.activity.value, mobility.direction.value, mobility.reference) == (short, "outgoing", "m-1")
    assert (mobility.start_date.isoformat(), mobility.end_date.isoformat()) == ("2024-09-02", "2025-01-31")
    assert (mobility.partner, mobility.virtual_component) == ("b.example.it", True)
    assert mobility.study_cycle is not None
    assert mobility.study_cycle.value == "second", "the level at departure, and not that at nomination"
    assert mobility.receiving_country is None, "no country follows from it.example"


@pytest.mark.parametrize(
    ("level", "cycle", "role"),
    [
        ("5", "short", "student"),
        ("6", "first", "student"),
        ("7", "second", "student"),
        ("8", "third", "doctoral_candidate"),
    ],
)
def test_a_level_of_the_qualifications_framework_is_a_study_cycle(
    tmp_path: Path, level: str, cycle: str, role: str
) -> None:
    more = f"<eqf-level-studied-at-departure>{level}</eqf-level-studied-at-departure>"
    outgoing = written(tmp_path, document("omobilities-1", OUTGOING + more))
    (listed,) = read_mobilities(outgoing)
    assert listed.mobility is not None
    assert (listed.mobility.study_cycle, listed.mobility.role) == (cycle, role)
    assert rows(outgoing)[0]["eqf-level-studied-at-departure"] == level
    reported = REPORT.replace("<eqf-study-level>7<", f"<eqf-study-level>{level}<")
    for said, whose in (("true", "recent_graduate"), ("1", "recent_graduate"), ("false", role), ("0", role)):
        record = reported.replace("<recent-graduate>true<", f"<recent-graduate>{said}<")
        (listed,) = read_mobilities(written(tmp_path, document("bm-mobilities", record)))
        assert listed.mobility is not None
        assert (listed.mobility.study_cycle, listed.mobility.role) == (cycle, whose)


def test_a_recent_graduate_who_may_be_none_is_not_taken_for_a_student(tmp_path: Path) -> None:
    record = REPORT.replace("<recent-graduate>true<", "<recent-graduate>perhaps<")
    (listed,) = read_mobilities(written(tmp_path, document("bm-mobilities", record)))
    assert [(problem.field, problem.value) for problem in listed.problems] == [
        ("role", "recent-graduate is neither true nor false")
    ]


@pytest.mark.parametrize("words", ["long-term", "short-term-doctoral"])
def test_a_virtual_component_that_is_optional_is_not_known(tmp_path: Path, words: str) -> None:
    more = f"<activity-attributes>{words}</activity-attributes>"
    (row,) = rows(written(tmp_path, document("omobilities-2", OUTGOING + more)))
    assert "virtual_component" not in row
    assert row["activity-attributes"] == words


def test_outgoing_mobilities_of_version_3_have_no_days(tmp_path: Path) -> None:
    nomination = f'<nomination proposal-id="p">{HOSTS}<activity-type>student-studies</activity-type></nomination>'
    path = written(tmp_path, document("omobilities-3", f"<omobility-id>m-1</omobility-id>{STUDENT}{nomination}"))
    assert fields(path)["nomination.activity-type"] == ("activity", None)
    with pytest.raises(InputFileError) as caught:
        list(read_mobilities(path))
    assert "there is no column for start_date" in caught.value.problems[0]


ARRIVED = (
    "<omobility-id>m-1</omobility-id><actual-arrival-date>2024-09-02</actual-arrival-date>"
    "<actual-departure-date>2025-01-31</actual-departure-date><comment>Ana left early</comment>"
)
BOTH_COUNTRIES = {"sending_country": "ES", "receiving_country": "IT"}


@pytest.mark.parametrize(("kind", "activity"), [("imobilities-1", {}), ("imobilities-2", {"activity": "SMT"})])
def test_incoming_mobilities_say_when_somebody_was_there(tmp_path: Path, kind: str, activity: dict[str, str]) -> None:
    path = written(tmp_path, document(kind, ARRIVED))
    (listed,) = read_mobilities(path, set_fields={"direction": "outgoing", **activity})
    assert listed.mobility is not None
    assert listed.mobility.activity.value == activity.get("activity", "SMS")
    assert (listed.mobility.start_date.isoformat(), listed.mobility.end_date.isoformat()) == (
        "2024-09-02",
        "2025-01-31",
    )


@pytest.mark.parametrize("direction", ["outgoing", "incoming"])
def test_incoming_mobilities_are_read_by_either_institution_so_the_caller_says_which(
    tmp_path: Path, direction: str
) -> None:
    path = written(tmp_path, document("imobilities-1", ARRIVED))
    (listed,) = read_mobilities(path, set_fields={"direction": direction})
    assert listed.mobility is not None
    assert listed.mobility.direction == direction
    with pytest.raises(InputFileError, match="is set for all rows: --set direction=outgoing"):
        list(read_mobilities(path))


@pytest.mark.parametrize(("home", "direction"), [("es", "outgoing"), ("it", "incoming")])
def test_the_direction_of_incoming_mobilities_follows_from_the_home_of_whoever_pays(
    tmp_path: Path, home: str, direction: str
) -> None:
    path = written(tmp_path, document("imobilities-1", ARRIVED))
    (listed,) = read_mobilities(path, f"na-{home}-ka131-2024", set_fields=BOTH_COUNTRIES)
    assert listed.mobility is not None
    assert listed.mobility.direction == direction
    (open_row,) = read_mobilities(path, "eu-ka131-2024", set_fields=BOTH_COUNTRIES)
    assert [problem.field for problem in open_row.problems] == ["direction"], "either of two countries may pay"


def test_outgoing_mobilities_of_another_country_than_that_which_pays_have_no_grant(tmp_path: Path) -> None:
    # a university in Spain reads the outgoing mobilities of its partner in Italy: not its students
    path = written(tmp_path, document("omobilities-1", OUTGOING))
    said = {"sending_country": "IT", "receiving_country": "ES", "distance_km": "1100"}
    summary = calculate_file(str(path), str(tmp_path / "o.csv"), "na-es-ka131-2024", set_fields=said)
    assert (summary.granted, str(summary.total_eur)) == (0, "0.00")
    assert "COUNTRY_DISAGREES" in {found.code for found in summary.findings}


def test_a_report_to_the_module_is_computed_and_audited(tmp_path: Path) -> None:
    path = written(tmp_path, document("bm-mobilities", REPORT, REPORT.replace("309.00", "211.00")))
    target = tmp_path / "grants.jsonl"
    said = {"set_fields": {"distance_km": "1340"}}
    summary = calculate_file(str(path), str(target), "na-es-ka131-2024", **said)  # type: ignore[arg-type]
    assert (summary.granted, str(summary.total_eur)) == (2, "3618.00")
    (listed, _) = read_mobilities(path, **said)  # type: ignore[arg-type]
    assert listed.mobility is not None
    assert listed.mobility.role is not None
    assert (listed.mobility.role.value, str(listed.mobility.months_used)) == ("recent_graduate", "0.5")
    assert listed.mobility.partner == "Ditta Esempio"
    first = json.loads(target.read_text("utf-8").splitlines()[0])
    assert (first["real-distance"], first["distance-band"], first["other-language"]) == ("1340.00", "BAND_40", "IT; EN")
    audit = audit_file(str(path), "na-es-ka131-2024", **said)  # type: ignore[arg-type]
    assert (audit.rows, audit.agreeing) == (2, 1)
    assert [row.reference for row in audit.differing] == ["bm-1"]


def test_elements_whose_meaning_is_not_certain_are_kept_and_not_read(tmp_path: Path) -> None:
    found = fields(written(tmp_path, document("bm-mobilities", REPORT)))
    unread = {column for column, (field, _) in found.items() if field is None}
    assert {"real-distance", "distance-band", "long-term", "agreement-number", "sending-organization.id"} <= unread
    assert found["green-travel"] == ("travel_mode", "green")
    assert found["role"] == ("role", None)


# --- what does not matter ---------------------------------------------------------------------------------------------


def test_the_order_of_elements_and_elements_that_are_not_known_do_not_matter(tmp_path: Path) -> None:
    shuffled = f"<remark>x</remark>{DAYS}<status>live</status>{HOSTS}<omobility-id>m-1</omobility-id>"
    (one,) = rows(written(tmp_path, document("omobilities-1", OUTGOING)))
    (other,) = rows(written(tmp_path, document("omobilities-1", shuffled)))
    assert other == one | {"remark": "x"}


def test_elements_of_another_namespace_are_not_taken_for_ours(tmp_path: Path) -> None:
    foreign = '<start xmlns="urn:x"><planned-arrival-date>1999-01-01</planned-arrival-date></start>'
    (row,) = rows(written(tmp_path, document("omobilities-1", OUTGOING + foreign)))
    assert row["planned-arrival-date"] == "2024-09-02"
    assert row["other:start.other:planned-arrival-date"] == "1999-01-01"


def test_prefixes_blanks_comments_and_other_encodings_do_not_matter(tmp_path: Path) -> None:
    root, namespace = ROOTS["imobilities-2"]
    text = (
        f'<?xml version="1.0" encoding="UTF-16"?><e:{root} xmlns:e="{SPEC}{namespace}"><e:student-mobility>\n'
        "<e:omobility-id> m-<!-- not here -->\u00e9&#49; </e:omobility-id><e:empty/></e:student-mobility>"
        f"</e:{root}>"
    )
    assert rows(written(tmp_path, text.encode("utf-16"))) == [{"omobility-id": "m-\u00e91", "empty": ""}]


def test_a_day_that_stands_there_twice_cannot_be_read(tmp_path: Path) -> None:
    twice = "<planned-arrival-date>2024-09-03</planned-arrival-date>"
    (listed,) = read_mobilities(written(tmp_path, document("omobilities-1", OUTGOING + twice)))
    assert [problem.field for problem in listed.problems] == ["start_date"]


@pytest.mark.parametrize("zone", ["Z", "+02:00", "-11:00", "+14:00"])
def test_the_time_zone_of_a_day_is_kept_and_does_not_move_the_day(tmp_path: Path, zone: str) -> None:
    zones = DAYS.replace("09-02<", f"09-02{zone}<").replace("01-31<", f"01-31{zone}<")
    path = written(tmp_path, document("omobilities-1", f"{OUTGOING.replace(DAYS, zones)}<end>2025-02-01{zone}</end>"))
    (row,) = rows(path)
    assert row["planned-arrival-date"] == f"2024-09-02{zone}"
    for columns, end in (({}, "2025-01-31"), ({"planned-departure-date": "", "end": "end_date"}, "2025-02-01")):
        (listed,) = read_mobilities(path, columns=columns)
        assert listed.mobility is not None
        assert (listed.mobility.start_date.isoformat(), listed.mobility.end_date.isoformat()) == ("2024-09-02", end)


def test_the_caller_comes_before_the_record(tmp_path: Path) -> None:
    path = written(tmp_path, document("omobilities-1", f"{OUTGOING}<way>incoming</way><kind>SMT</kind>"))
    (listed,) = read_mobilities(path, set_fields={"direction": "incoming"}, columns={"kind": "activity"})
    assert listed.mobility is not None
    assert (listed.mobility.direction.value, listed.mobility.activity.value) == ("incoming", "SMT")
    assert fields(path, columns={"omobility-id": "", "way": "partner"})["omobility-id"] == (None, None)


def test_how_records_are_read_can_be_saved_and_used_again(tmp_path: Path) -> None:
    path = written(tmp_path, document("omobilities-1", OUTGOING))
    saved = {one.column: one.field or "" for one in columns_of_file(str(path)).columns if one.field}
    again = columns_of_file(str(path), columns=saved)
    assert {one.column: one.field for one in again.columns if one.field} == saved


# --- people, and what is no mobility ----------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["grants.csv", "grants.jsonl"])
def test_nobody_is_named_in_a_result(tmp_path: Path, target: str) -> None:
    address = '<a:mailing-address xmlns:a="urn:a"><a:line>Calle 1, Ana</a:line></a:mailing-address>'
    path = written(tmp_path, document("omobilities-2", f"{OUTGOING}{address}<comment>Ana</comment>"))
    calculate_file(str(path), str(tmp_path / target), "na-es-ka131-2024", set_fields={"activity": "SMS"})
    report = written(tmp_path, document("bm-mobilities", REPORT))
    calculate_file(str(report), str(tmp_path / f"2-{target}"), "na-es-ka131-2024")
    text = (tmp_path / target).read_text("utf-8") + (tmp_path / f"2-{target}").read_text("utf-8")
    assert "m-1" in text
    assert "bm-1" in text
    for personal in (
        "Ana",
        "Anita",
        "Ejemplo",
        "example.org",
        "2003",
        "urn:esi",
        "p-1",
        "Calle",
        "nickname",
        "esi",
        "600123",
    ):
        assert personal not in text.replace("Design", "")


CANCELLED = LeftOut(sentence="its status is 'cancelled'", records=2)
REJECTED = LeftOut(sentence="its status is 'rejected'", records=1)
UNKNOWN = LeftOut(sentence="it is 'staff-mobility', and only 'student-mobility' is read", records=1)


def with_records_left_out() -> str:
    """Return six records, of which two are mobilities."""
    statuses = ("cancelled", "live", "rejected", "cancelled", "nomination")
    records = [OUTGOING.replace("live", status).replace("m-1", f"m-{row}") for row, status in enumerate(statuses, 1)]
    text = document("omobilities-2", *(f"{one}<activity-type>student-studies</activity-type>" for one in records))
    deep = "<a>" * 40 + "Ana" + "</a>" * 40
    return text.replace("</omobilities-get", f"<staff-mobility><x>1</x>{deep}</staff-mobility></omobilities-get")


def test_records_that_are_no_mobilities_are_left_out_and_told_with_the_reason(tmp_path: Path) -> None:
    path = written(tmp_path, with_records_left_out())
    assert [(row["omobility-id"], row.get("x")) for row in rows(path)] == [("m-2", None), ("m-5", None)]
    left_out = (CANCELLED, REJECTED, UNKNOWN)
    found = columns_of_file(str(path))
    assert found.left_out == left_out
    assert "x" not in {one.column for one in found.columns}
    table = found.to_text().partition("Records left out")[2].splitlines()
    assert [line.rsplit(None, 1) for line in table[1:5]] == [
        ["why", "records"],
        *([one.sentence, str(one.records)] for one in left_out),
    ]
    assert missing_figures(str(path), "na-es-ka131-2024").left_out == left_out
    summary = calculate_file(str(path), str(tmp_path / "o.csv"), "na-es-ka131-2024")
    assert (summary.rows, summary.left_out) == (2, left_out)
    assert json.loads(summary.model_dump_json())["left_out"][0] == {
        "sentence": "its status is 'cancelled'",
        "records": 2,
    }
    for report in (summary, missing_figures(str(path), "na-es-ka131-2024")):
        assert "it is 'staff-mobility', and only 'student-mobility' is read" in report.to_text()


def test_an_audit_tells_what_is_left_out(tmp_path: Path) -> None:
    text = document("bm-mobilities", REPORT).replace("</bm-", "<visit/><mobility xmlns='urn:x'/></bm-")
    audit = audit_file(str(written(tmp_path, text)), "na-es-ka131-2024", set_fields={"distance_km": "1340"})
    assert (audit.rows, audit.agreeing) == (1, 1)
    assert [one.sentence for one in audit.left_out] == [
        "it is 'visit', and only 'mobility' is read",
        "it is 'other:mobility', and only 'mobility' is read",
    ]
    assert "it is 'visit', and only 'mobility' is read" in audit.to_text()


def test_a_list_that_is_no_xml_has_nothing_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("activity,direction,start_date,end_date\nSMS,outgoing,2024-09-02,2025-01-31\n")
    summary = calculate_file(str(path), str(tmp_path / "o.jsonl"), "na-es-ka131-2024")
    assert summary.left_out == columns_of_file(str(path)).left_out == ()
    assert "left out" not in summary.to_text()


def test_only_some_kinds_of_records_that_are_left_out_are_told_apart(tmp_path: Path) -> None:
    others = "".join(f"<kind{number}/>" * 2 for number in range(30))
    cancelled = document("omobilities-2", OUTGOING, OUTGOING.replace("live", "cancelled"))
    text = cancelled.replace(">", f">{others}", 2).replace(others, "", 1)
    left_out = columns_of_file(str(written(tmp_path, text))).left_out
    assert len(left_out) == 22
    assert sum(one.records for one in left_out) == 61
    assert left_out[0] == LeftOut(sentence="it is of yet another kind, and only 'student-mobility' is read", records=20)
    assert left_out[-1] == LeftOut(sentence="its status is 'cancelled'", records=1)


def test_a_file_in_which_all_were_left_out_has_no_mobility(tmp_path: Path) -> None:
    text = document("omobilities-1", OUTGOING.replace("live", "cancelled")).replace("</omob", "<a/><a/></omob")
    with pytest.raises(InputFileError) as caught:
        rows(written(tmp_path, text))
    (problem,) = caught.value.problems
    assert problem == (
        "it has no mobility; left out: 2, because it is 'a', and only 'student-mobility-for-studies' is read; "
        "1, because its status is 'cancelled'"
    )


# --- what is refused --------------------------------------------------------------------------------------------------

KNOWN = (
    "records of Erasmus Without Paper are read: omobilities 1, omobilities 2, omobilities 3, imobilities 1, "
    "imobilities 2, bm-mobilities 0.1.0"
)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ENCODED = "it is encoded in a way in which XML is not read; save it as UTF-8"
DOCTYPE = "it has a DOCTYPE, which no record of Erasmus Without Paper has; it is not read"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "line 1 is not XML that can be read: no element found"),
        (b"reference;activity", "line 1 is not XML that can be read: not well-formed (invalid token)"),
        (b"<a>\n<b>\n</a>", f"it is 'a' without a namespace; {KNOWN}"),
        (b'<a xmlns="urn:x"/>', f"it is 'a' in the namespace 'urn:x'; {KNOWN}"),
        (
            document("omobilities-1").replace("omobilities-get", "omobilities-index").encode(),
            f"it is 'omobilities-index-response' in the namespace '...{(SPEC + ROOTS['omobilities-1'][1])[-70:]}'; {KNOWN}",
        ),
        (document("omobilities-1", "\n<status>\n").encode(), "line 4 is not XML that can be read: mismatched tag"),
        (document("omobilities-1", OUTGOING)[:-9].encode(), "line 2 is not XML that can be read: unclosed token"),
        (document("omobilities-1", "&nbsp;").encode(), "line 2 is not XML that can be read: undefined entity"),
        (
            document("omobilities-1", "\u00e9").encode("latin-1"),
            "line 2 is not XML that can be read: not well-formed (invalid token)",
        ),
        *(
            (f'<?xml version="1.0" encoding="{name}"?><a/>'.encode(), ENCODED)
            for name in ("x-none", "big5", "utf-7", "utf-32", "gb18030", "idna", "punycode", "undefined", "hex")
        ),
        (b'<!DOCTYPE a SYSTEM "file:///etc/hosts"><a/>', DOCTYPE),
        (f"{ENTITIES}<x>&b;</x>".encode(), DOCTYPE),
        (document("omobilities-1").encode(), "it has no mobility"),
        (
            document("omobilities-2", OUTGOING).replace("student-mobility", "staff-mobility").encode(),
            "it has no mobility; left out: 1, because it is 'staff-mobility', and only 'student-mobility' is read",
        ),
        (document("omobilities-1", "<a>" * 15 + "</a>" * 15).encode(), "its elements are nested more than 16 deep"),
        (document("omobilities-1", f"<a>{'x' * 1_100_000}</a>").encode(), "a record has more than 1048576 characters"),
        (
            document("omobilities-1", "".join(f"<a{number}/>" for number in range(MOST_COLUMNS))).encode(),
            f"it has {MOST_COLUMNS + 2} columns; at most {MOST_COLUMNS} are read",
        ),
    ],
)
def test_a_wrong_file_has_one_message(tmp_path: Path, text: bytes, sentence: str) -> None:
    with pytest.raises(InputFileError) as caught:
        rows(written(tmp_path, text))
    assert (caught.value.name, caught.value.problems) == ("records.xml", (sentence,))


def test_a_record_may_be_as_deep_and_as_long_as_is_said(tmp_path: Path) -> None:
    deep = "<a>" * 14 + "x" * 1_048_576 + "</a>" * 14  # below the root and the record
    (row,) = rows(written(tmp_path, document("omobilities-1", deep)))
    assert row[".".join("a" * 14)] == "x" * 1_048_576


def test_too_many_columns_are_refused_before_all_records_are_read(tmp_path: Path) -> None:
    wide = "".join(f"<a{number}/>" for number in range(MOST_COLUMNS + 1))
    with pytest.raises(InputFileError, match="at most 16384 are read"):
        rows(written(tmp_path, document("omobilities-1", wide, wide) + "<this is no XML"))


def test_so_many_records_are_read_at_a_time_as_are_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, document("omobilities-2", *[OUTGOING] * 3))
    with ewp_records.reading(path, "f", USUAL) as source:
        assert [len(chunk.rows) for chunk in source.chunks(2)] == [2, 1]


def test_xml_is_not_written(tmp_path: Path) -> None:
    target = tmp_path / "grants.xml"
    with pytest.raises(InputFileError, match=r"grants\.xml: XML is only read; write \.csv, \.parquet, \.xlsx or"):
        calculate_file(str(EXAMPLE), str(target), "na-es-ka131-2024")
    assert not target.exists()
    with ewp_records.reading(EXAMPLE, "o.xml") as source, pytest.raises(InputFileError, match="XML is only read"):
        writing(BytesIO(), "grants.xml", source, {}, origin="o.xml", fields={}, summarise=lambda: None)  # type: ignore[arg-type,return-value]


@pytest.mark.newest_only
def test_records_are_not_kept_in_memory(tmp_path: Path) -> None:
    path = written(tmp_path, document("omobilities-1", *[OUTGOING] * 8_000))
    assert path.stat().st_size > 4_500_000
    with ewp_records.reading(path, "records.xml") as source:
        tracemalloc.start()
        count = sum(len(chunk.rows) for chunk in source.chunks(100))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 8_000
    assert most < 2_000_000


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_the_example_comes_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # to Italy 350 a month: 149 / 30 x 350 = 1738.33; 90 days with 150 for a traineeship: 1500; 12 x 79 = 948; 3 x 309
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    command = (
        "erasmus-grants batch examples/omobilities.xml grants.csv --rulebook na-es-ka131-2024 "
        "--set receiving_country=IT --set distance_km=1100"
    )
    page = PAGE.read_text("utf-8")
    assert f"```console\n{command}\n```" in page
    arguments = command.replace("examples/omobilities.xml", str(EXAMPLE)).split()[1:]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "3 granted: 5113.33 EUR"
    told = "the list is read so:" + page.partition("the list is read so:")[2].partition("\n```")[0]
    assert done.stderr.startswith(told)
    left_out = "Records left out" + page.partition("Records left out")[2].partition("\n```")[0]
    assert left_out in "\n".join(map(str.rstrip, done.stdout.splitlines()))
    with Path("grants.csv").open(encoding="utf-8-sig", newline="") as file:
        totals = {row["omobility-id"]: row["total_eur"] for row in csv.DictReader(file)}
    assert totals == {"bologna-1": "2047.33", "rome-1": "1809.00", "bari-1": "1257.00"}
