"""A parser of arguments that says what was probably meant by a word that it does not know."""

import argparse
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """argparse's own, whose errors name the option, the command or the choice that is nearest to a wrong one.

    >>> parser = Parser(prog="audit")
    >>> _ = parser.add_argument("--profile", choices=("quick", "full"))
    >>> parser.hint("unrecognized arguments: --profle"), parser.hint("argument --profile: invalid choice: 'ful'")
    ('; did you mean --profile?', "; did you mean 'full'?")
    """

    def hint(self, message: str) -> str:
        """What to add to an error's message; nothing where nothing is near."""
        of_options = re.search(r"unrecognized arguments: (--[\w-]+)", message)
        of_choices = re.search(r"invalid choice: '([^']+)'", message)
        wrong = of_options or of_choices
        if wrong is None:
            return ""
        known = [word for word in self._words() if word.startswith("--") == (of_options is not None)]
        near = get_close_matches(wrong[1], known, n=1)
        return f"; did you mean {near[0] if of_options else repr(near[0])}?" if near else ""

    def error(self, message: str) -> NoReturn:
        super().error(message + self.hint(message))

    def _words(self) -> Iterator[str]:
        for action in self._actions:
            yield from action.option_strings
            yield from map(str, action.choices or ())
            if isinstance(action, argparse._SubParsersAction):
                for parser in action.choices.values():
                    yield from parser._words() if isinstance(parser, Parser) else ()
