"""What a results file names and `bounds` holds: the classes of certificates, and the rules that proofs go by.

A file is not trusted: nothing is looked up outside `bounds` and the packages of installed papers, which may hold rules
and lemmas of their own (no certificates), and nothing that is found is called but to rebuild a certificate, which is
then examined.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

from bounds.claims.paper import GROUP

if TYPE_CHECKING:
    from bounds.claims.statement import Certificate

T = TypeVar("T")

# by the "type" in their JSON; one that only a paper has stands in that paper's folder, and its type is its address
CERTIFICATES = {
    "derivation": "bounds.derivations.derivation:Derivation",
    "family limit": "bounds.derivations.family_limit:FamilyLimit",
    "Shannon proof": "bounds.shannon.certificate:ShannonCertificate",
    "parametric Shannon proof": "bounds.shannon.parametric:ParametricCertificate",
    "induction over a chain": "bounds.shannon.induction:Induction",
    "example": "bounds.shannon.example:Example",
    "joint distribution": "bounds.shannon.witness:Counterexample",
    "measured quantities": "bounds.claims.measured:Quantities",
    "world": "bounds.claims.world:World",
    "world in closed form": "bounds.derivations.closed_world:ClosedWorld",
}
OF_A_PAPER = "bounds.papers."
ADDRESS = re.compile(r"([a-z][a-z0-9_]*)(\.[a-z][a-z0-9_]*)*:[A-Za-z][A-Za-z0-9_]*")


def read_back(data: Mapping[str, Any]) -> "Certificate":
    """The certificate that a file holds. Raises ValueError for a type that `bounds` does not have, or wrong data."""
    named = data.get("type")
    address = CERTIFICATES.get(named) if isinstance(named, str) else None
    if address is None and isinstance(named, str) and named.startswith(OF_A_PAPER):
        address = named
    if address is None:
        raise ValueError(f"type: {named!r} is no certificate of bounds")
    made = held(address, type)
    if not (made.__module__ == address.split(":")[0] and hasattr(made, "verify") and hasattr(made, "from_json")):
        raise ValueError(f"type: {named!r} is no certificate of bounds")
    certificate: Certificate = made.from_json(data)
    return certificate


def cited_in(data: Any) -> Iterator[tuple[str, str, str]]:
    """The readings that a stored certificate names anywhere: in its steps, in its summary, or by its lemmas."""
    if isinstance(data, list):
        for item in data:
            yield from cited_in(item)
    elif isinstance(data, Mapping):
        if {"paper", "id", "name"} <= data.keys():
            yield str(data["paper"]), str(data["id"]), str(data["name"])
        if isinstance(data.get("lemma"), str):
            try:
                yield from getattr(held(data["lemma"], object), "cites", ())
            except ValueError:
                return  # it is no lemma, and whoever examines the certificate says so
        for value in data.values():
            yield from cited_in(value)


@cache
def packages() -> frozenset[str]:
    """The packages that may hold rules: `bounds`, and those of papers that are distributions of their own."""
    named = {point.value.partition(":")[0].partition(".")[0] for point in entry_points(group=GROUP)}
    return frozenset({"bounds"} | named - {"validation"})  # our papers' checks hold no rules


def held(address: Any, kind: type[T]) -> T:
    """What a module of `bounds`, or of an installed paper, holds under a name, given as "module:name".

    Raises ValueError where it is not there, is not of the kind, or the module is another's.
    """
    match = ADDRESS.fullmatch(address) if isinstance(address, str) else None
    if match is None or match[1] not in packages():
        raise ValueError(f"address: {address!r} names nothing in bounds")
    module, name = address.split(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError):
        raise ValueError(f"address: {address!r} names nothing in bounds") from None
    if not isinstance(found, kind):
        raise ValueError(f"address: {address!r} is no {kind.__name__}")
    return found
