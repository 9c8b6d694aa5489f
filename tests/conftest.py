"""Hypothesis profiles, chosen by the environment variable HYPOTHESIS_PROFILE: dev, ci or nightly.

In `ci` the examples are the same in each run, so that what fails is what was changed; the others look for new ones.
"""

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=50, derandomize=False, deadline=None)
settings.register_profile("ci", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("nightly", max_examples=2000, derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
