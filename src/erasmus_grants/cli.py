"""The command line: it reads files, asks the library, and prints.  No rule and no arithmetic is here.

Exit codes: 0 computed, 2 bad input (one sentence per problem on standard error), 3 not eligible.
"""
