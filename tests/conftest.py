"""Hypothesis profiles, chosen by the environment variable HYPOTHESIS_PROFILE: dev, ci or nightly."""

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=50, derandomize=False, deadline=None)
settings.register_profile("ci", max_examples=100, derandomize=False, deadline=None)
settings.register_profile("nightly", max_examples=2000, derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
