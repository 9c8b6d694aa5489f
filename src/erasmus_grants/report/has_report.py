"""Results that can say in words what they are, in the language of a reader.

Everything is first a `Report`: a title, tables and notes of plain text, which `erasmus_grants.report.rendering` turns
into text, Markdown or HTML.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> toy_calculator().calculate(toy_mobility()).report().title
    'Grant of 900.00 EUR'
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import Confidence
from erasmus_grants.report.rendering import Report, Table, as_html, as_markdown, as_text, text_columns


class HasReport(Model):
    """Something that can say in words what it is."""

    def report(self, language: Language = ENGLISH) -> Report:
        """Return title, tables and notes, from which every rendering is made.

        Args:
            language: The tables of the language that the reader reads; every method takes English if none is given.

        Raises:
            TypeError: It is no language, as the code of one.
        """
        check_language(language)
        return self._report(language)

    @abstractmethod
    def _report(self, language: Language) -> Report: ...

    def to_text(self, language: Language = ENGLISH) -> str:
        """Return it as plain text, for a terminal or a letter."""
        return as_text(self.report(language))

    def to_markdown(self, language: Language = ENGLISH) -> str:
        """Return it as Markdown."""
        return as_markdown(self.report(language))

    def _repr_html_(self) -> str:
        """Return it as HTML, which notebooks show."""
        return as_html(self.report())


def sources_table(sources: Iterable[Source], language: Language) -> Table:
    """Return the sources, each once."""
    return named_sources_table({source.id: source for source in sources}, language)


def named_sources_table(sources: Mapping[str, Source], language: Language, *, notes: bool = False) -> Table:
    """Return the sources by what a report calls them, with how those were read that are less certain, or that all are.

    Args:
        sources: The sources.
        language: The tables of the language.
        notes: Have the notes of all of them shown, and not only of those that are MED.
    """
    labels = language.labels
    rows: list[tuple[str, ...]] = []
    for name, source in sources.items():
        cited = source.cite(language)
        is_told = notes or source.confidence is Confidence.MED
        told = f"{cited} {source.note}".rstrip() if is_told else cited
        rows.append((name, language.words([source.confidence]), told))
    return Table(labels.sources, text_columns(labels.source, labels.confidence, labels.where_printed), tuple(rows))
