"""Relations of a workbook: which part leads to which, however the paths are written."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from erasmus_grants.batch.xlsx.relations import OFFICE, parts_of_sheets, relations_of, target_of, type_of
from erasmus_grants.batch.xlsx.xml_parts import children, parsed, root_of

RELATION = '<r xmlns="urn:r"><Relationship Id="rId1" Type="{}/worksheet" Target="{}"/></r>'


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("../sheets/1.xml", "sheets/1.xml"),
        ("../../sheets/1.xml", "sheets/1.xml"),  # nothing is above the archive
        ("./sheet.xml", "xl/sheet.xml"),
        ("/Xls/X.xml", "Xls/X.xml"),
    ],
)
def test_a_target_is_a_part_of_the_archive(target: str, part: str) -> None:
    (relation,) = children(root_of(parsed(RELATION.format(OFFICE, target).encode())))
    assert (type_of(relation), target_of(relation, "xl/workbook.xml")) == ("worksheet", part)


def test_relations_stand_beside_their_part() -> None:
    assert relations_of("xl/workbook.xml") == "xl/_rels/workbook.xml.rels"
    assert relations_of("list.xml") == "_rels/list.xml.rels"


def test_a_sheet_has_the_part_that_its_id_leads_to_and_no_name_of_an_area_takes_its_place() -> None:
    book = (
        f'<workbook xmlns:r="{OFFICE}"><sheets><sheet name="list" sheetId="7" r:id="rId1"/><sheet name="lost"/>'
        '<sheet name="gone" r:id="rId2"/></sheets><definedNames><definedName name="list"/></definedNames></workbook>'
    )
    file = BytesIO()
    with ZipFile(file, "w") as parts:
        main = RELATION.format(OFFICE, "book/list.xml").replace("/worksheet", "/officeDocument")
        parts.writestr("_rels/.rels", main)
        parts.writestr("book/list.xml", book)
        parts.writestr("book/_rels/list.xml.rels", RELATION.format(OFFICE, "one.xml"))
        parts.writestr("book/one.xml", "<worksheet/>")
        assert dict(parts_of_sheets(parts)) == {"list": "book/one.xml"}
