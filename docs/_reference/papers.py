"""The page of the papers of every rulebook."""

from _reference.markdown import code, page, plain_words, table
from _reference.scopes import scope_in_words
from erasmus_grants.basics.vocabulary import DocumentStage
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rules.payment_split import PaymentSplit


def documents_page() -> str:
    """Return the papers of every rulebook."""
    parts = [
        (
            "The papers that a mobility needs, when they are due, and who signs them.\n"
            "`grant.documents` lists the papers of one mobility, unless it is refused."
        ),
        (
            "For a settlement, two of them count in every rulebook: "
            "while the certificate of attendance or the participant report is missing, nothing is payable.\n"
            "The papers for a French grant on social criteria and for a disability are listed with their condition, "
            "and never derived from `fewer_opportunities`."
        ),
    ]
    for name in known_rulebooks():
        book = get_rulebook(name)
        parts.append(f"## {book.id}\n\n{book.title}")
        rows = [
            (
                plain_words([rule.stage]),
                code(rule.document),
                plain_words(rule.signed_by),
                scope_in_words(rule.scope),
                ". ".join(text for text in (rule.applies_if, rule.note) if text),
                rule.source.id,
            )
            for rule in sorted(book.documents, key=lambda rule: list(DocumentStage).index(rule.stage))
        ]
        columns = ("when", "paper", "signed by", "mobilities", "note", "source")
        parts.append(table(columns, rows) if rows else "The page prints no papers.")
        parts += [
            f"The {part.kind.replace('_', '-')} needs: {plain_words(part.conditions)} "
            f"({scope_in_words(entry.scope)}; {entry.source.id})."
            for entry in book.payment_splits
            if isinstance(entry, PaymentSplit)
            for part in entry.instalments
            if part.conditions
        ]
    return page("Papers", *parts)
