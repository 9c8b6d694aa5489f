"""A second implementation of the grant, deliberately naive, that shares no code with the library.

Plain loops, whole numbers, whole cents, tuples and dicts; nothing here imports `erasmus_grants`.
The figures are typed from the pages that each module names, and not from the rulebooks of the library.

| module | what is in it |
| --- | --- |
| `calendars` | days and months, counted by hand |
| `cases` | what is asked and answered, and the arithmetic that every page shares |
| `printed_pages` | the four rulebooks of universities' pages |
| `calls_2014` | KA103 and KA107, calls 2014 to 2020 |
| `calls_2021` | KA131 and KA171, calls 2021 to 2025, and the two National Agencies |
| `answers` | for any rulebook: the lines of a grant, what is known of an undetermined one, and the payments |

There are three answers.  A mobility is granted, or not eligible, or undetermined: nothing refuses it, but a figure that it
needs is printed nowhere, or depends on a distance, a country or hours of teaching that are not stated.

What is left out: lists of partners, the flows that an agreement marks, purposes, kinds of host, deadlines, papers,
settlements, and every finding that is a warning or a note.
"""
