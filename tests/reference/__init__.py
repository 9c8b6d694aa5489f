"""A second implementation of the grant, deliberately naive, that shares no code with the library.

Plain loops, whole numbers, whole cents, tuples and dicts; nothing here imports `erasmus_grants`.
The figures are typed from the pages that each module names, and not from the rulebooks of the library.

| module | what is in it |
| --- | --- |
| `calendars` | days and months, counted by hand |
| `cases` | what is asked and answered, and the arithmetic that every page shares |
| `printed_pages` | the four rulebooks of universities' pages |
| `calls_2014` | KA103 and KA107, calls 2014 to 2020 |
| `calls_2021` | what KA131 and KA171 pay, calls 2021 to 2026, |
| `national_rates` | what National Agencies pay within KA131 |
| `eligible_2021` | who may go where in these calls, and for how long |
| `places_2021` | the groups and regions of these calls |
| `oda` | the countries that receive official development assistance |
| `answers` | for any rulebook: the lines of a grant, what is known of an undetermined one, and the payments |

There are three answers.  A mobility is granted, or not eligible, or undetermined: nothing refuses it, but a figure that it
needs is printed nowhere, or depends on a distance, a country or hours of teaching that are not stated.

What is left out: lists of partners, the flows that an agreement marks, purposes, deadlines, papers, settlements, and every
finding that is a warning or a note; before call 2021, and on the pages of universities, kinds of host too.
"""
