"""The tutorial notebook runs from top to bottom, shows what it says it shows, and is stored without outputs."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorial" / "first-grant.ipynb"


def stored() -> NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call, no-any-return]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    """Run the notebook in a kernel of this very interpreter, with nothing of the user's settings."""
    home = tmp_path_factory.mktemp("jupyter")
    kernel = home / "data" / "kernels" / "this-python"
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "this Python", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(home / "data"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(home / "runtime"))
        patch.setenv("JUPYTER_CONFIG_DIR", str(home / "config"))
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        notebook = stored()
        client = NotebookClient(
            notebook,
            timeout=120,
            kernel_name="this-python",
            resources={"metadata": {"path": str(NOTEBOOK.parent)}},
        )
        client.execute()
    return notebook


def shown(notebook: NotebookNode, source: str) -> str:
    """Return what the one cell with this text in its source shows, as plain text."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and source in cell.source]
    texts = [output.get("text", "") or output.data["text/plain"] for output in cell.outputs]
    return "".join(texts)


def html(notebook: NotebookNode, source: str) -> str:
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source == source]
    (output,) = cell.outputs
    return str(output.data["text/html"])


def test_stored_outputs_are_stripped() -> None:
    for cell in stored().cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), cell.source


def test_the_grant_is_two_thousand_and_eighty_euros(executed: NotebookNode) -> None:
    # 820 + 5 x 180 + 2 x 180
    assert shown(executed, "grant = calculator.calculate(dakar)") == "Decimal('2080.00')"


def test_the_grant_shows_itself_as_a_table(executed: NotebookNode) -> None:
    table = html(executed, "grant")
    for text in ("Grant of 2080.00 EUR", "4000 &lt;= 4070 km &lt; 8000", "1765.00", "315.00", "<table"):
        assert text in table


def test_lines_show_quantity_rate_and_amount(executed: NotebookNode) -> None:
    lines = shown(executed, "for line in grant.lines").splitlines()
    assert [line.split()[1:] for line in lines] == [
        ["1", "x", "820.00", "=", "820.00", "U13"],
        ["5", "x", "180.00", "=", "900.00", "U14"],
        ["2", "x", "180.00", "=", "360.00", "U14"],
    ]


def test_payments_are_what_the_page_prints(executed: NotebookNode) -> None:
    # 820 + 0.75 x 1260 = 1765; 0.25 x 1260 = 315
    expected = "pre_financing 1765.00 before_departure\nbalance 315.00 after_report\n"
    assert shown(executed, "for payment in grant.payments") == expected


def test_the_ineligible_mobility_shows_all_its_reasons(executed: NotebookNode) -> None:
    # a conference, three days of five, four hours of eight, and no distance
    assert shown(executed, "for finding in refused.findings").splitlines() == [
        "refusing CONFERENCE_NOT_ELIGIBLE",
        "refusing DURATION_TOO_SHORT",
        "refusing TEACHING_HOURS_TOO_FEW",
        "unknown DISTANCE_MISSING",
    ]


def test_a_misspelt_word_names_the_nearest_right_one(executed: NotebookNode) -> None:
    assert "did you mean 'outgoing'?" in shown(executed, "except ValidationError")


def test_the_shorter_stay_is_settled(executed: NotebookNode) -> None:
    # 820 + 4 x 180 + 2 x 180 = 1900; 1900 - 1765 = 135
    assert shown(executed, "print(settlement.entitled_eur") == "1900.00 1765.00 135.00 0.00\n"


def test_each_longer_stay_has_the_same_total(executed: NotebookNode) -> None:
    totals = shown(executed, "totals = table").splitlines()[1:4]
    assert [line.split()[-1] for line in totals] == ["2080.00", "2080.00", "2080.00"]
    assert "5 of 7 days on site are funded" in shown(executed, "calculator.check(weeks[2])")
