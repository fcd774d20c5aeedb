"""From text to assertions: `I(z;n) <= I(z;x) - I(x;y)`, `(y,n) -> x -> z`, `a _|_ b | c`, `f = f(x,y)`."""

import re
from fractions import Fraction

from bounds.claims.formula import Relation
from bounds.shannon.expression import MAXIMUM, TC, Assertion, Expression, H, I, chain, constraint, function, independent

# a mark first and no `_|_` inside a name: `a_|_b` is an independence
_NUMBER = r"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3}(?!\d))?"
_TOKEN = re.compile(rf"_\|_|->|<=|>=|==|[=<>+\-*/(),;|→≤≥⊥⫫−·∣]|{_NUMBER}|[^\W\d](?:(?!_\|_)\w)*'*")
_SAME = {"→": "->", "≤": "<=", "≥": ">=", "⊥": "_|_", "⫫": "_|_", "−": "-", "·": "*", "==": "=", "∣": "|"}
_KINDS = ("H", "I", "TC")
DIGITS = 1000  # of a number
# how ITIP, Xitip, psitip and others write it
_ELSEWHERE = (
    (r"\bmarkov\s*\(", "a Markov chain is written x -> y -> z"),
    (r"\bindep\w*\s*\(", "independence is written x _|_ y"),
    (r">>|\b(?:given|where|if)\b", "what is assumed is given apart, as given=[...] or --given"),
    (r"=<|=>", "relations are written <=, >=, =, < and >"),
    (r"<-+>", "a Markov chain is written x -> y -> z"),
    (r"^\s*\w+(?:\s*(?:-+>?|[—–↔⟷])\s*\w+){2,}\s*$", "a Markov chain is written x -> y -> z"),
    (r"⟂|⊥\s*⊥|_\|\|_|\\perp", "independence is written x _|_ y"),
    (r"\bI\s*\([^();]*[:∧^]", "the arguments of I are separated by ';': I(x;y)"),
    (r"&", "the arguments of I are separated by ';', several lines are several texts: I(x;y)"),
    (r"[<>=][^();]*(?:\([^()]*\)[^();]*)*;", "several lines are several texts: [...] or --given twice"),
    (r"[HI]\([^()]*(?:\+|\w\s+\w)", "variables are joined by ',': H(x,y)"),
    (r"^\s*\w+\s*(?:/\s*\w+\s*){2,}$", "a Markov chain is written x -> y -> z"),
    (r"^\s*\w+\s*:\s*\w", "a function is written x = f(y)"),
    (r"^\s*(?:\w+|\([^()]*\))\s*\.\s*[\w(]", "independence is written x _|_ y"),
    (r"_\|_.*,", "a group stands in parentheses: y _|_ (x,t)"),
    (r"[\[\]{}]", "parentheses are round: I(x;y|z)"),
)
_RELATIONS: dict[str, Relation] = {"<=": "<=", ">=": ">=", "=": "=", "<": "<", ">": ">"}


def parse(text: str, argument: str = "goal") -> Assertion:
    """The assertion that one line of the grammar makes. Raises ValueError that shows the position of the fault.

    >>> parse("I(x;y) <= H(x)").constraints == (I("x", "y") <= H("x")).constraints
    True
    >>> parse("I(x;y <= 1")
    Traceback (most recent call last):
    ValueError: goal: expected ')', found '<=' at position 7 of 'I(x;y <= 1'
    """
    try:
        return Parser(text, argument).assertion()
    except RecursionError:
        raise ValueError(f"{argument}: parentheses nested too deeply in {text[:40]!r}...") from None
    except ValueError as error:
        advice = next((said for form, said in _ELSEWHERE if re.search(form, text)), None)
        raise error if advice is None else ValueError(f"{error}; {advice}") from None


def names_in(text: str) -> list[str]:
    """The names that a line has, of variables and of kinds, in their order, as `parse` reads them.

    >>> names_in("a_|_z_i | b'")
    ['a', 'z_i', "b'"]
    """
    return [token for token in _TOKEN.findall(text) if _is_name(token)]


def beside_numbers(number: str, match: re.Match[str]) -> str:
    """The number for the place of a match, as a factor of a number that stands before or behind it.

    >>> re.sub("c", lambda match: beside_numbers("1/4", match), "2 c H(x) >= c I(x;y)")
    '2 * 1/4 H(x) >= 1/4 I(x;y)'
    """
    before, behind = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    return f"{'* ' * before[-1:].isdecimal()}{number}{' *' * behind[:1].isdecimal()}"


class Parser:
    def __init__(self, text: str, argument: str) -> None:
        self.text, self.argument = text, argument
        # replacements of one character by several would move positions: tokens are read from the page's own text
        self.tokens: list[tuple[str, int]] = []
        behind = 0
        for match in _TOKEN.finditer(text):
            self._blank(behind, match.start())
            self.tokens.append((_SAME.get(match[0], match[0]), match.start()))
            behind = match.end()
        self._blank(behind, len(text))
        self.words = [*(token for token, _ in self.tokens), "", ""]  # with two behind the end
        self.next = 0

    def _blank(self, start: int, end: int) -> None:
        if left := self.text[start:end].strip():
            raise self.fault(f"unexpected {left[0]!r}", self.text.index(left[0], start))

    def fault(self, message: str, at: int | None = None) -> ValueError:
        if at is None:
            at = self.tokens[self.next][1] if self.next < len(self.tokens) else len(self.text)
        return ValueError(f"{self.argument}: {message} at position {at + 1} of {self.text!r}")

    def peek(self, ahead: int = 0) -> str:
        return self.words[self.next + ahead]

    def found(self) -> str:
        return repr(self.peek()) if self.peek() else "the end"

    def take(self, *expected: str) -> str:
        token = self.peek()
        if not token or (expected and token not in expected):
            raise self.fault(f"expected {' or '.join(map(repr, expected)) or 'more'}, found {self.found()}")
        self.next += 1
        return token

    # lines

    def assertion(self) -> Assertion:
        tokens = self.words
        if not self.tokens:
            raise self.fault("empty")
        text = self.text.strip()
        both = re.search(r"<-+>", self.text)
        if both:
            raise self.fault(f"unexpected {both[0]!r}", both.start())
        if "->" in tokens:
            groups = self.separated("->")
            if len(groups) < 3:
                raise self.fault("a Markov chain has at least three members", 0)
            return self.finished(chain(*groups, text=text))
        if "_|_" in tokens:
            groups = self.separated("_|_")
            if len(groups) < 2:
                raise self.fault(f"unexpected {self.peek()!r}")
            return self.finished(independent(*groups, given=self.condition(), text=text))
        return self.functional() or self.finished(self.inequalities(text))

    def finished(self, assertion: Assertion) -> Assertion:
        if self.peek():
            raise self.fault(f"unexpected {self.peek()!r}")
        return assertion

    def functional(self) -> Assertion | None:
        """`f = f(x,y)`, `(f,g) = h(x)`, `f = function of x, y`."""
        found = self.dependence()
        return None if found is None else self.finished(function(*found, text=self.text.strip()))

    def dependence(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Such a line's target, and what it is a function of."""
        if "=" not in self.words:
            return None
        at = self.words.index("=")
        head = self.words[at + 1 : at + 3]
        called = _is_name(head[0]) and head[0] not in _KINDS and head[1] == "("
        if not called and head != ["function", "of"]:
            return None
        target = self.group()
        self.take("=")
        self.take()
        if called:
            of = self.group()
        else:
            self.take("of")
            of = self.group() if self.peek() == "(" else self.names()
        return target, of

    def separated(self, mark: str) -> list[tuple[str, ...]]:
        groups = [self.group()]
        while self.peek() == mark:
            self.take(mark)
            groups.append(self.group())
        return groups

    def inequalities(self, text: str) -> Assertion:
        sides: list[Expression] = [self.sum()]
        relations: list[Relation] = []
        while found := _RELATIONS.get(self.peek()):
            self.take()
            relations.append(found)
            sides.append(self.sum())
        if not relations:
            raise self.fault("expected one of <=, >=, =")
        constraints = [constraint(sides[i], relation, sides[i + 1]) for i, relation in enumerate(relations)]
        return Assertion(text, tuple(constraints))

    # expressions

    def sum(self) -> Expression:
        sign = -1 if self.peek() == "-" else 1
        if self.peek() in ("-", "+"):
            self.take()
        total = self.product() if sign == 1 else -self.product()
        while self.peek() in ("+", "-"):
            total = total - self.product() if self.take() == "-" else total + self.product()
        return total

    def product(self) -> Expression:
        value = self.factor()
        while True:
            token, start = self.peek(), self.next
            if token == "/":
                self.take("/")
                divisor = self.factor()
                if divisor.coefficients or not divisor.constant:
                    message = "not linear: a division by something that is not a number other than 0"
                    raise self.fault(message, self.tokens[start][1])
                value = value / divisor.constant
            elif re.fullmatch(r"\d{1,3} \d{3}", f"{self.words[start - 1]} {token}"):
                raise self.fault("a number is written without spaces, and a product of two with *")
            elif token == "*" or token == "(" or _is_name(token) or token[:1].isdecimal():
                if token == "*":
                    self.take("*")
                other = self.factor()
                if value.coefficients and other.coefficients:
                    raise self.fault("not linear: a product of informations", self.tokens[start][1])
                value = other * value.constant if other.coefficients else value * other.constant
            else:
                return value

    def factor(self) -> Expression:
        token = self.peek()
        if token == "(":
            self.take("(")
            value = self.sum()
            self.take(")")
            return value
        if token[:1].isdecimal():
            if len(token) > DIGITS:
                raise self.fault(f"a number of more than {DIGITS} digits")
            return Expression({}, Fraction(self.take()))
        if token in _KINDS and self.peek(1) == "(":
            return self.information()
        expected = "expected H(...), I(...;...), TC(...) or a number"
        raise self.fault(f"{expected}, found {token!r}" if token else "unexpected end")

    def information(self) -> Expression:
        kind = self.take(*_KINDS)
        at = self.next
        self.take("(")
        groups = [self.names()]
        while self.peek() == ";":
            self.take(";")
            groups.append(self.names())
        given = self.condition()
        self.take(")")
        if kind == "I":
            if len(groups) < 2:
                raise self.fault("I(...) needs two arguments separated by ';'", self.tokens[at][1])
            if len(groups) > MAXIMUM:
                raise self.fault(f"I(...) takes at most {MAXIMUM} arguments, got {len(groups)}", self.tokens[at][1])
        if kind == "H" and len(groups) > 1:
            raise self.fault("H(...) takes one argument; variables are separated by ','", self.tokens[at][1])
        return self.measure(kind, groups, given)

    def measure(self, kind: str, groups: list[tuple[str, ...]], given: tuple[str, ...]) -> Expression:
        """What one information says."""
        if kind == "TC":  # TC(a,b,c) is over single variables, TC(a,b;c) over groups
            return TC(*(groups if len(groups) > 1 else groups[0]), given=given)
        return I(*groups, given=given) if kind == "I" else H(*groups, given=given)

    def condition(self) -> tuple[str, ...]:
        if self.peek() != "|":
            return ()
        self.take("|")
        return self.group() if self.peek() == "(" else self.names()

    def group(self) -> tuple[str, ...]:
        if self.peek() != "(":
            return (self.name(),)
        self.take("(")
        names = self.names()
        self.take(")")
        return names

    def names(self) -> tuple[str, ...]:
        names = [*(self.group())] if self.peek() == "(" else [self.name()]
        while self.peek() == ",":
            self.take(",")
            names.extend(self.group() if self.peek() == "(" else [self.name()])
        return tuple(names)

    def name(self) -> str:
        if not _is_name(self.peek()):
            raise self.fault(f"expected a variable, found {self.found()}")
        return self.take()


def _is_name(token: str) -> bool:
    return bool(token) and (token[0].isalpha() or token[0] == "_") and token != "_|_"
