"""The documentation as a site: `sphinx-build -W docs FOLDER`, with the dependency group `docs`.

The pages are those that a forge shows.  Pages that need not be kept, because they follow from code and data, are
written when the site is built: one for each rulebook, one for each public module, and what stands outside of `docs`.
"""

import sys
from pathlib import Path
from typing import Final

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

DOCS: Final = Path(__file__).parent

sys.path.insert(0, str(DOCS))

from _reference.site import described_fields, page_of_the_site, sentence_of_an_attribute, write_site_pages  # noqa: E402

from erasmus_grants import __version__  # noqa: E402

project: Final = "erasmus_grants"
version = release = __version__
copyright: Final = ""  # noqa: A001 - the name that Sphinx reads; the licence is in LICENSE
language: Final = "en-GB"

extensions: Final = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns: Final = ["_reference", "**/.ipynb_checkpoints"]
suppress_warnings: Final = ["myst.header"]  # decisions stand two levels below their theme

myst_heading_anchors: Final = 6  # as forges make them

default_role: Final = "literal"  # docstrings write code between single backticks too
autodoc_member_order: Final = "bysource"
autodoc_preserve_defaults: Final = True  # the name of a language, and not all its sentences
autodoc_typehints: Final = "none"  # types of fields carry their checks; what is meant is in words
napoleon_custom_sections: Final = ["Source"]
napoleon_use_ivar: Final = True

smartquotes: Final = False  # as forges show them

html_theme: Final = "furo"
html_title: Final = "erasmus_grants"
html_static_path: Final = ["_static"]
html_css_files: Final = ["site.css"]
html_copy_source: Final = False
html_show_sphinx: Final = False
html_show_copyright: Final = False


def setup(app: Sphinx) -> None:
    """Write the pages of the site, and have each page read with the links that it needs there."""
    app.add_lexer("mermaid", TextLexer)
    app.connect("builder-inited", lambda _: write_site_pages())
    app.connect("source-read", _read)
    app.connect("autodoc-process-docstring", described_fields)
    app.connect("autodoc-process-docstring", sentence_of_an_attribute, priority=400)  # before napoleon


def _read(_: Sphinx, docname: str, source: list[str]) -> None:
    path = DOCS / f"{docname}.md"
    if path.exists():
        source[0] = page_of_the_site(path, source[0])
