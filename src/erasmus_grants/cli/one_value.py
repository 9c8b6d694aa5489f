"""Options that take one value, and are refused where they are set twice: the last value would win without a word."""

from collections import Counter
from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperOption

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.cli.reading import in_one_error

if TYPE_CHECKING:
    from typer._click import Context


class OneValueEach(TyperCommand):
    """A command each of whose options is set once, unless it takes several values or none."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Return the arguments that are left, as typer does.

        Args:
            ctx: What typer knows of the call.
            args: The arguments.

        Raises:
            InputFileError: An option of one value is set twice.
            InputErrors: Several are.
        """
        left = super().parse_args(ctx, [*args])
        values, _, order = self.make_parser(ctx).parse_args([*args])
        again = [
            InputFileError(max(one.opts, key=len), (_sentence(str(values[one.name])),))
            for one, times in Counter(order).items()
            if times > 1 and isinstance(one, TyperOption) and not one.multiple and not one.is_flag
        ]
        if again and not ctx.resilient_parsing:
            raise in_one_error(again)
        return left


def _sentence(value: str) -> str:
    return f"{quoted(value)} sets this option once more, and it takes one value"
