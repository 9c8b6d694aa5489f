import pytest
from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.field_types import Members
from erasmus_grants.basics.scope import (
    Entry,
    NotPublished,
    Scope,
    ScopeKey,
    answers,
    applicable,
    countries_needed,
    published_or_not,
)
from erasmus_grants.basics.vocabulary import ActivityType, Direction, Document, ParticipantRole, Term
from erasmus_grants.testing import toy_source

STUDENT = ScopeKey(
    ActivityType.SMS,
    Direction.OUTGOING,
    ParticipantRole.STUDENT,
    Term.LONG_TERM_PHYSICAL,
    blended_intensive_programme=False,
    fewer_opportunities=True,
    sending_groups=("home",),
    receiving_groups=("near",),
)


def scope(**stated: object) -> Scope:
    return Scope.model_validate(stated)


def entry(**stated: object) -> Entry:
    return Entry(scope=scope(**stated), source=toy_source())


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"activities": ("SMS",)},
        {"activities": ("STA", "SMS"), "directions": ("outgoing",)},
        {"roles": ("student", "staff")},
        {"terms": ("long_term_physical",)},
        {"blended_intensive_programme": False},
        {"fewer_opportunities": True},
        {"sending_groups": ("home", "far")},
        {"receiving_groups": ("near",)},
    ],
)
def test_a_scope_covers_what_it_does_not_restrict_away(stated: dict[str, object]) -> None:
    assert scope(**stated).covers(STUDENT)


@pytest.mark.parametrize(
    "stated",
    [
        {"activities": ("STA",)},
        {"activities": ("SMS",), "directions": ("incoming",)},
        {"roles": ("staff",)},
        {"terms": ("short_term_physical", "staff")},
        {"blended_intensive_programme": True},
        {"fewer_opportunities": False},
        {"sending_groups": ("near",)},
        {"receiving_groups": ("home",)},
    ],
)
def test_one_restriction_that_does_not_fit_is_enough(stated: dict[str, object]) -> None:
    assert not scope(**stated).covers(STUDENT)


@pytest.mark.parametrize(
    ("groups", "covered"),
    [
        (("near",), True),
        (("small", "near"), True),  # one of its groups is enough
        (("small", "far"), False),
        ((), False),  # in no group
        (None, False),  # not stated
    ],
)
@pytest.mark.parametrize("side", ["sending_groups", "receiving_groups"])
def test_a_country_is_within_a_scope_with_any_of_its_groups(
    side: str, groups: tuple[str, ...] | None, covered: bool
) -> None:
    key = STUDENT._replace(**{side: groups})  # type: ignore[arg-type]
    assert scope(**{side: ("near", "nearer")}).covers(key) is covered
    assert scope(**{side: ("near", "nearer")}).covers_but_for_countries(key)
    assert scope().covers(key)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({}, {}, True),
        ({}, {"activities": ("SMS",)}, True),
        ({"activities": ("SMS", "SMT")}, {"activities": ("SMT", "STA")}, True),
        ({"activities": ("SMS",)}, {"activities": ("STA",)}, False),
        ({"activities": ("SMS",)}, {"directions": ("incoming",)}, True),
        ({"activities": ("SMS",), "directions": ("incoming",)}, {"directions": ("outgoing",)}, False),
        ({"fewer_opportunities": True}, {"fewer_opportunities": False}, False),
        ({"fewer_opportunities": True}, {"fewer_opportunities": True}, True),
        ({"blended_intensive_programme": False}, {"blended_intensive_programme": True}, False),
        ({"receiving_groups": ("a",)}, {"receiving_groups": ("b", "c")}, False),
        ({"receiving_groups": ("a",)}, {"sending_groups": ("b",)}, True),
    ],
)
def test_two_scopes_overlap_if_some_mobility_is_within_both(
    one: dict[str, object], other: dict[str, object], meet: bool
) -> None:
    assert scope(**one).overlaps(scope(**other)) is meet
    assert scope(**other).overlaps(scope(**one)) is meet


MEMBERS = {"eu": ("DK", "IT"), "rich": ("DK", "CH"), "far": ("JP",)}


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({"receiving_groups": ("eu",)}, {"receiving_groups": ("rich",)}, True),  # both hold Denmark
        ({"receiving_groups": ("eu",)}, {"receiving_groups": ("far",)}, False),
        ({"receiving_groups": ("eu", "far")}, {"receiving_groups": ("far",)}, True),
        ({"receiving_groups": ("eu",)}, {"sending_groups": ("far",)}, True),
        ({"sending_groups": ("eu",)}, {"sending_groups": ("rich",)}, True),
        ({"sending_groups": ("rich",)}, {"sending_groups": ("far",)}, False),
        ({"receiving_groups": ("nowhere",)}, {"receiving_groups": ("nowhere",)}, True),  # a group without a list
        ({"receiving_groups": ("nowhere",)}, {"receiving_groups": ("eu",)}, False),
    ],
)
def test_scopes_overlap_where_their_groups_share_a_country(
    one: dict[str, object], other: dict[str, object], meet: bool
) -> None:
    assert scope(**one).overlaps(scope(**other), MEMBERS) is meet
    assert scope(**other).overlaps(scope(**one), MEMBERS) is meet


def test_a_word_that_is_no_group_is_never_taken_for_one() -> None:
    members = {"SMS": ("DK",), "SMT": ("DK",)}
    assert not scope(activities=("SMS",)).overlaps(scope(activities=("SMT",)), members)


def test_members_of_a_scope_stand_once_each_in_the_order_of_their_list() -> None:
    assert scope(activities=["STT", "SMS"]).activities == (ActivityType.SMS, ActivityType.STT)
    assert scope(activities={"STA", "SMS"}) == scope(activities=("SMS", "STA"))
    assert scope(receiving_groups=("b", "a")).receiving_groups == ("a", "b")


@pytest.mark.parametrize(
    ("field", "given", "twice"),
    [
        ("activities", "STA STA", "STA"),
        ("activities", ["STT", "SMS", ActivityType.STT], "STT"),
        ("directions", "incoming outgoing incoming", "incoming"),
        ("roles", ("staff", "staff"), "staff"),
        ("terms", "staff staff", "staff"),
        ("sending_groups", "b a b", "b"),
        ("receiving_groups", ("a", "a"), "a"),
    ],
)
def test_a_word_that_stands_twice_in_a_scope_is_refused(field: str, given: object, twice: str) -> None:
    """Whoever writes STA STA means another word too, and its participants would have nothing."""
    with pytest.raises(ValidationError) as caught:
        scope(**{field: given})
    ((place, message),) = [(error["loc"], error["msg"]) for error in caught.value.errors()]
    assert (place, message) == ((field,), f"'{twice}' stands twice")


@pytest.mark.parametrize("field", ["activities", "directions", "roles", "terms", "sending_groups", "receiving_groups"])
def test_a_restriction_to_nothing_is_refused(field: str) -> None:
    with pytest.raises(ValidationError, match="this has one entry or more"):
        scope(**{field: ()})


def test_members_may_be_none_where_none_is_an_answer() -> None:
    documents: TypeAdapter[tuple[Document, ...]] = TypeAdapter(Members[Document])
    assert documents.validate_python(frozenset()) == ()
    assert documents.validate_python({Document.CV, Document.LEARNING_AGREEMENT}) == (
        Document.LEARNING_AGREEMENT,
        Document.CV,
    )
    assert documents.validate_python([Document.CV, Document.CV]) == (Document.CV,)  # a paper that was handed in twice


def test_applicable_entries_keep_their_order() -> None:
    table = (entry(activities=("SMS",)), entry(activities=("STA",)), entry(directions=("outgoing",)))
    assert applicable(table, STUDENT) == (table[0], table[2])


@pytest.mark.parametrize(
    ("table", "sending", "receiving", "needed"),
    [
        ([entry(receiving_groups=("near",))], ("home",), None, ("receiving_country",)),
        ([entry(receiving_groups=("near",))], ("home",), (), ()),  # known to be in no group
        ([entry(receiving_groups=("near",))], None, ("near", "small"), ()),  # the sending country decides nothing
        ([entry(sending_groups=("home",))], None, None, ("sending_country",)),
        ([entry(sending_groups=("home",))], (), None, ()),
        # what the stated country rules out asks for nothing more
        ([entry(sending_groups=("home",), receiving_groups=("near",))], None, ("far",), ()),
        ([entry(sending_groups=("home",), receiving_groups=("near",))], None, (), ()),
        ([entry(sending_groups=("home",), receiving_groups=("near",))], None, ("near",), ("sending_country",)),
        ([entry(sending_groups=("home",), receiving_groups=("near",))], ("away",), None, ()),
        ([entry(sending_groups=("home",), receiving_groups=("near",))], ("home",), None, ("receiving_country",)),
        ([entry(sending_groups=("home",), receiving_groups=("near",))], None, None, "both"),
        ([entry(sending_groups=("home",)), entry(receiving_groups=("x",))], None, None, "both"),
        ([entry(activities=("STA",), receiving_groups=("near",))], None, None, ()),  # not for students
        ([entry()], None, None, ()),
        ([], None, None, ()),
    ],
)
def test_a_country_is_needed_only_where_it_decides(
    table: list[Entry],
    sending: tuple[str, ...] | None,
    receiving: tuple[str, ...] | None,
    needed: tuple[str, ...] | str,
) -> None:
    key = STUDENT._replace(sending_groups=sending, receiving_groups=receiving)
    expected = ("sending_country", "receiving_country") if needed == "both" else needed
    assert countries_needed(table, key) == expected


def test_an_entry_with_figures_and_one_without_are_told_apart() -> None:
    nothing = NotPublished(not_published="ask the office", source=toy_source())
    assert published_or_not(nothing) == published_or_not({"not_published": "ask"}) == "not_published"
    assert published_or_not(entry()) == published_or_not({"rate_eur_per_day": "1.00"}) == "published"
    assert published_or_not("something else") == "published"


def test_an_entry_needs_a_source_and_an_unpublished_one_a_reason() -> None:
    with pytest.raises(ValidationError, match="source"):
        Entry.model_validate({})
    with pytest.raises(ValidationError, match="not_published"):
        NotPublished.model_validate({"source": toy_source(), "not_published": " "})


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("SMT SMS", (ActivityType.SMS, ActivityType.SMT)),
        ("SMS", (ActivityType.SMS,)),
        (" SMS\n  SMT ", (ActivityType.SMS, ActivityType.SMT)),
        (["SMT", "SMS"], (ActivityType.SMS, ActivityType.SMT)),
        ({"SMS"}, (ActivityType.SMS,)),
        (ActivityType.SMS, None),  # one word of the list is no list
        ("", None),
        (" ", None),
        ("SMS, SMT", None),
        ("sms", None),
        (5, None),
        (["SMS SMT"], None),
    ],
)
def test_one_text_may_hold_the_words_of_a_scope(words: object, expected: object) -> None:
    if expected is None:
        with pytest.raises(ValidationError):
            scope(activities=words)
    else:
        assert scope(activities=words).activities == expected


@pytest.mark.parametrize("words", ["SMS, SMT", "SMS,SMT", "SMS; SMT", "SMS SMT,"])
@pytest.mark.parametrize("field", ["activities", "receiving_groups"])
def test_words_that_have_commas_are_told_once(field: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        scope(**{field: words})
    assert [(error["loc"], error["msg"]) for error in caught.value.errors()] == [
        ((field,), "words are separated by spaces alone, without commas")
    ]


@pytest.mark.parametrize("words", ["near far", " far\tnear ", ["near", "far"], ("far", "near")])
def test_one_text_may_hold_several_country_groups(words: object) -> None:
    assert scope(receiving_groups=words).receiving_groups == ("far", "near")


@pytest.mark.parametrize("words", ["", " ", [], "not/a/key", ["two words"]])
def test_country_groups_are_at_least_one_name(words: object) -> None:
    with pytest.raises(ValidationError):
        scope(sending_groups=words)


def test_figures_answer_what_is_not_published() -> None:
    nothing, again = (NotPublished(not_published=why, source=toy_source()) for why in ("ask.", "wait."))
    one, other = entry(), entry(directions="outgoing")
    assert answers([nothing, one, again, other]) == (one, other)
    assert answers([nothing, again]) == (nothing, again)
    assert answers([]) == ()
    assert answers(iter([one])) == (one,)
    assert one.figures == nothing.figures == {}
