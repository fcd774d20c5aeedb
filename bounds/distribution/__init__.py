"""Exact finite joint distributions, and what is computed from them: entropies, informations, bottlenecks; in nats."""

from bounds.distribution.batch import JointBatch
from bounds.distribution.information_bottleneck import Bottleneck, annealed
from bounds.distribution.joint import Information, Joint, probability_key
from bounds.distribution.logarithms import LogSum
from bounds.distribution.sufficiency import minimal_sufficient

__all__ = [
    "Bottleneck",
    "Information",
    "Joint",
    "JointBatch",
    "LogSum",
    "annealed",
    "minimal_sufficient",
    "probability_key",
]
