"""Official rulebooks of the programme: one for each action and call year.

The amounts were collected at second hand, from pages that print those of the Programme Guide; each entry names its page
and how sure it makes us.  What no page confirms is left empty and says so.
"""
