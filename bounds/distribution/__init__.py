"""Exact finite joint distributions, and what is computed from them: entropies, informations, bottlenecks; in nats."""

from bounds.distribution.joint import Information, Joint, probability_key

__all__ = ["Information", "Joint", "probability_key"]
