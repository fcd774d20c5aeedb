"""What a results file names and `bounds` holds: the classes of certificates, and the rules that proofs go by.

A file is not trusted: nothing is looked up outside the modules of `bounds`, and nothing that is found there is called
but to rebuild a certificate, which is then examined.
"""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from bounds.claims.statement import Certificate

T = TypeVar("T")


class Unreadable(ValueError):
    """What a file has in a certificate's place and is none; the message is one sentence."""


# by the "type" in their JSON; one that only a paper has stands in that paper's folder, and its type is its address
CERTIFICATES = {
    "derivation": "bounds.derivations.derivation:Derivation",
    "family limit": "bounds.derivations.family_limit:FamilyLimit",
    "Shannon proof": "bounds.shannon.certificate:ShannonCertificate",
    "parametric Shannon proof": "bounds.shannon.parametric:ParametricCertificate",
    "joint distribution": "bounds.shannon.witness:Counterexample",
    "world": "bounds.claims.world:World",
    "world in closed form": "bounds.derivations.closed_world:ClosedWorld",
}
OF_A_PAPER = "bounds.papers."
ADDRESS = re.compile(r"bounds(\.[a-z][a-z0-9_]*)+:[A-Za-z][A-Za-z0-9_]*")


def read_back(data: Mapping[str, Any]) -> "Certificate":
    """The certificate that a file holds. Raises Unreadable for a type that `bounds` does not have, or wrong data."""
    named = data.get("type")
    address = CERTIFICATES.get(named) if isinstance(named, str) else None
    if address is None and isinstance(named, str) and named.startswith(OF_A_PAPER):
        address = named
    if address is None:
        raise Unreadable(f"type: {named!r} is no certificate of bounds")
    try:
        made = held(address, type)
        if not (made.__module__ == address.split(":")[0] and hasattr(made, "verify") and hasattr(made, "from_json")):
            raise ValueError(f"type: {named!r} is no certificate of bounds")
        certificate: Certificate = made.from_json(data)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    return certificate


def held(address: Any, kind: type[T]) -> T:
    """What a module of `bounds` holds under a name, given as "module:name".

    Raises ValueError where it is not there, is not of the kind, or the module is another's.
    """
    if not (isinstance(address, str) and ADDRESS.fullmatch(address)):
        raise ValueError(f"address: {address!r} names nothing in bounds")
    module, name = address.split(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError):
        raise ValueError(f"address: {address!r} names nothing in bounds") from None
    if not isinstance(found, kind):
        raise ValueError(f"address: {address!r} is no {kind.__name__}")
    return found
