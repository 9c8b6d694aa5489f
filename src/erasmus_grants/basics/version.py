"""The version of the library, a literal so that importing asks nobody for it."""

__version__ = "0.2.0.dev0"
