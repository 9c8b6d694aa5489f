"""Is a formula that was saved without its value found, however the sheet is written, and is nothing else one?"""

import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from erasmus_grants.batch.xlsx import saved_values
from erasmus_grants.batch.xlsx.saved_values import _may_have_formulas, lacks_value, lacks_values

SHEET = '<worksheet xmlns="urn:m" xmlns:o="urn:o"><c r="A1"><f>9</f><v>9</v></c>{}</worksheet>'
SHEETS = {
    "saved": (SHEET.format("<c><f>1+1</f><v>2</v></c>"), False),
    "saved, indented": (SHEET.format("<c>\n <f>1+1</f>\n <v>2</v>\n</c>"), False),
    "saved, shared": (SHEET.format('<c><f t="shared" si="0"/><v>2</v></c>'), False),
    "saved, in an array": (
        SHEET.format('<c><f t="array" ref="A2">SUM(B2:B9)</f><v xml:space="preserve">2</v></c>'),
        False,
    ),
    "saved, with marks": (SHEET.format('<c><f>IF(A1&lt;2,"c>",3)</f><v>2</v></c>'), False),
    "saved as letters": (SHEET.format("<c><f><![CDATA[1<2]]></f><v><![CDATA[2]]></v></c>"), False),
    "text may be empty": (SHEET.format('<c t="str"><f>B2</f><v></v></c>'), False),
    "no formula": (SHEET.format("<c><v>2</v></c><c/><c><v/></c>"), False),
    "a formula in text": (SHEET.format('<c t="inlineStr"><is><t>&lt;f&gt;</t></is></c>'), False),
    "a formula of a rule": (SHEET.format("<rule><f>1+1</f></rule><o:c><o:f>1</o:f></o:c>"), False),
    "no value": (SHEET.format("<c><f>1+1</f></c>"), True),
    "an empty value": (SHEET.format("<c><f>1+1</f><v/></c>"), True),
    "an empty value, apart": (SHEET.format("<c><f>1+1</f><v /></c>"), True),
    "an empty value, indented": (SHEET.format("<c>\n<f>1+0</f>\n<v />\n</c>"), True),
    "an empty value with space": (SHEET.format('<c><f>1</f>\n<v xml:space="preserve"/>\n</c>'), True),
    "an empty value, in full": (SHEET.format("<c><f>1+1</f><v></v></c>"), True),
    "blanks": (SHEET.format("<c><f>1+1</f><v> </v></c>"), True),
    "no value, shared": (SHEET.format('<c><f t="shared" si="0"/></c>'), True),
    "the value of another cell": (SHEET.format("<c><f/></c><c><v>2</v></c>"), True),
    "another value": (SHEET.format("<c><f>1</f><o:v>2</o:v></c>"), True),
    "a second value": (SHEET.format("<c><v/><f>1</f><v>2</v></c>"), True),
    "a value that is not read": (SHEET.format('<c t="inlineStr"><f>1</f><v>2</v></c>'), True),
    "prefix": ('<x:worksheet xmlns:x="urn:m"><x:c><x:f>1</x:f></x:c></x:worksheet>', True),
    "prefix, saved": ('<x:worksheet xmlns:x="urn:m"><x:c><x:f>1</x:f><x:v>1</x:v></x:c></x:worksheet>', False),
    "numbered prefix": ('<ns0:worksheet xmlns:ns0="urn:m"><ns0:c><ns0:f>1</ns0:f></ns0:c></ns0:worksheet>', True),
    "no namespace": ("<worksheet><c><f>1</f></c></worksheet>", True),
    "entities": ('<!DOCTYPE a [<!ENTITY e "">]><worksheet><c><f>1</f><v>&e;</v></c></worksheet>', True),
    "a value that is an entity": (
        '<!DOCTYPE a [<!ENTITY e "2">]><worksheet><c><f>1</f><v>&e;</v></c></worksheet>',
        True,
    ),
    "a chart": ('<c:chartSpace xmlns:c="urn:c"><c:f>A1:A9</c:f></c:chartSpace>', False),
    "a drawing that is not XML": ("<xml><v:f eqn='1'><br></xml>", False),
}


def packed(folder: Path, text: bytes) -> Path:
    path = folder / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/styles.xml", "<styleSheet/>")
        parts.writestr("xl/worksheets/sheet1.xml", text)
    return path


@pytest.mark.parametrize(("text", "lacks"), SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 21, 34, 1000])
def test_a_formula_without_a_value_is_found_across_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, lacks: bool, size: int
) -> None:
    monkeypatch.setattr(saved_values, "_BLOCK", size)
    assert lacks_value(BytesIO(text.encode())) is lacks
    assert lacks_values(packed(tmp_path, text.encode())) is lacks


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_sheet_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = '<?xml version="1.0"?>' + SHEET.format("<c><f>1+1</f></c>")
    assert lacks_values(packed(tmp_path, text.encode(encoding)))
    assert not lacks_values(packed(tmp_path, text.replace("</f></c>", "</f><v>2</v></c>").encode(encoding)))


@pytest.mark.newest_only
@pytest.mark.parametrize("text", ["<si><t>STA</t></si>" * 600_000, "<worksheet><f/>" + "<b/>" * 3_000_000])
def test_a_long_part_is_not_kept_in_memory(tmp_path: Path, text: str) -> None:
    path = packed(tmp_path, text.encode())
    tracemalloc.start()
    assert not lacks_values(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * 1024 * 1024  # of 12 MB


class Part(BytesIO):
    """A part that keeps how much of it was asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked: list[int | None] = []

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked.append(size)
        return super().read(size)


def test_a_part_is_read_by_blocks_and_no_further_than_to_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_values, "_BLOCK", 64)
    whole = Part(b"<worksheet>" + b"<c><v>1</v></c>" * 9 + b"</worksheet>")  # 158 bytes
    assert not lacks_value(whole)
    assert whole.asked == [64] * 4, "three blocks, and nothing behind them"
    early = Part(b"<worksheet><c><f>1</f></c>" + b"<c><v>1</v></c>" * 9 + b"</worksheet>")
    assert lacks_value(early)
    assert early.asked == [64]
    strings = Part(b"<si><t>STA</t></si>" * 9)  # 171 bytes
    assert not _may_have_formulas(strings)
    assert strings.asked == [64] * 4


@pytest.mark.parametrize(
    ("text", "closer"),
    [
        (b"", False),
        (b"<a>" * 99, False),
        (b"<" + b"a" * 11, False),  # a tag of twelve letters, as long as a block and the longest tag
        (b"<" + b"a" * 12, True),
        (b"no tag at all", True),
        (b"<f>1</f>", True),
    ],
)
def test_a_closer_look_is_taken_at_what_may_be_a_formula(
    text: bytes, closer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_values, "_BLOCK", 8)
    monkeypatch.setattr(saved_values, "_LONGEST_TAG", 4)
    assert _may_have_formulas(BytesIO(text)) is closer
