"""How hard a run tries: the profile and what it runs on."""

from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

Profile = Literal["quick", "standard", "full"]
PROFILES: tuple[str, ...] = get_args(Profile)
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Effort:
    """The profile, the torch device ("cpu" or "cuda"), and the folder of image sets where one was named."""

    profile: Profile = "quick"
    device: str = "cpu"
    data: str | None = None

    def pick(self, *, quick: T, standard: T, full: T | None = None) -> T:
        """The value for this profile; `full` is `standard` where it is not given."""
        values = {"quick": quick, "standard": standard, "full": standard if full is None else full}
        return values[self.profile]
