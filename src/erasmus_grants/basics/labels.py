"""What reports call their tables, columns and rows, in one language.

A label in braces is a value that a report puts there.
"""

from typing import NamedTuple


class Labels(NamedTuple):
    """The words of reports that no rule finds: a language that leaves one out is no language."""

    # punctuation that has words in it
    period: str
    alternatives: str
    group_has: str
    groups_have: str
    per_month: str
    cited: str

    # titles of reports, and notes under them
    grant: str
    no_grant: str
    not_yet_known: str
    not_yet_known_whether: str
    amount_open: str
    at_least: str
    at_most: str
    eligible: str
    not_eligible: str
    answer_open: str
    eligibility_open: str
    settlement: str
    side_by_side: str
    made_by: str
    based_on: str
    made_by_all: str
    nothing_found: str
    fingerprint: str

    # titles of tables
    mobility: str
    lines: str
    open_questions: str
    payments: str
    findings: str
    papers: str
    sources: str
    attendance: str
    amounts: str
    grants: str
    rulebook: str

    # columns
    line: str
    quantity: str
    rate_eur: str
    eur: str
    why: str
    source: str
    agreed_eur: str
    due_eur: str
    question: str
    answered_by: str
    may_be: str
    decides: str
    payment: str
    when: str
    needs: str
    severity: str
    code: str
    what_was_found: str
    paper: str
    signed_by: str
    note: str
    confidence: str
    where_printed: str
    case: str
    answer: str
    travel_eur: str
    individual_eur: str
    top_ups_eur: str
    total_eur: str
    to_the_first_eur: str
    applies_to: str
    what_it_says: str

    # rows, and what stands in them
    total: str
    activity: str
    activity_told: str
    combined: str
    blended: str
    sent_from: str
    sent_to: str
    partner: str
    stay: str
    interrupted: str
    unfunded: str
    distance: str
    distance_told: str
    reference: str
    attended: str
    no_stay: str
    force_majeure: str
    missing_papers: str
    agreed: str
    due: str
    reduction: str
    paid_before: str
    balance: str
    recovery: str
    payable_now: str
    all_mobilities: str
    yes: str
    no: str
    yes_or_no: str
    an_amount: str

    # a dialogue
    enter_unknown: str
    enter_default: str
    enter_rules: str
    so_far: str
    read_as_role: str
    refused: str
    which_call: str
    a_year: str
    no_year: str
    which_action: str
    save_as: str
    enter_no: str
    name_a_file: str
    no_json: str
    next_lines: str

    # what differs between two rulebooks
    two: str
    they_say_the_same: str
    they_differ_in_order: str
    differences: str
    table: str
    entry: str
    field: str

    # what a whole file comes to
    summary: str
    summary_made_by: str
    of_summary: str
    freeing: str
    of_rulebook: str
    nothing_missing: str
    no_figure_missing: str
    held_up: str
    refused_told: str
    unreadable_told: str
    empty_cells: str
    not_stated: str
    one_figure: str
    many_figures: str
    one_grant: str
    many_grants: str
    one_row: str
    many_rows: str
    rows: str
    rows_of: str
    is_granted: str
    is_not_eligible: str
    is_undetermined: str
    is_unreadable: str
    hidden_rows: str
    repeated_rows: str
    called_off_rows: str
    called_off: str
    repeats: str
    row_repeated: str
    what_is_the_same: str
    same_reference: str
    same_cells: str
    not_all_compared: str
    to_correct: str
    theirs: str
    ours: str
    amounts_agree: str
    amounts_differ: str
    perhaps_because: str
    audited: str
    by_cause: str
    cause: str
    too_much_eur: str
    too_little_eur: str
    rows_that_differ: str
    rows_not_known: str
    amounts_compared: str
    amount: str
    how_read: str
    headings_in: str
    column: str
    how_known: str
    perhaps_field: str
    cannot_be_computed_so: str
    encoded: str
    left_out: str
    records: str
    why_not_granted: str
    warnings: str
    remarks: str
    sum_of_all: str
    distances: str
    distances_estimated: str
    distances_near_edges: str
    distances_note: str
    no_distance: str
    unreadable: str
    unreadable_rows: str
    row: str
    line_of_file: str
    value: str
    what_is_wrong: str
    pre_financing: str
    balance_of_all: str
    no_split: str
    no_split_note: str
    no_amount_note: str

    # sheets of a workbook
    for_example: str
    columns_of: str
    meaning: str
    row_number_means: str
    sentences_mean: str
    lines_left_out: str

    # pictures
    grant_by_length: str
    grant_by_distance: str
    grants_of_list: str
    stay_days: str
    distance_one_way: str
    kilometres: str
    grant_eur: str
    sum_of_grants: str
    mobilities: str
    top_ups: str
    travel_by: str
    planned: str
    between_bounds: str
    no_bounds: str
    lowest_sum: str
    highest_sum: str
    other_groups: str
    not_stated_here: str
