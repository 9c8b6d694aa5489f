"""Rulebooks of National Agencies that fix the rates within the ranges of the programme."""
