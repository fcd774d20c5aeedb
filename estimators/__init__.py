"""What can be measured from samples and networks: numbers with error bars, in nats. Knows nothing of the paper.

`mutual_information.mutual_information`, `total_correlation.total_correlation` and `entropy.entropy` are the defaults;
`recommend.recommend(x, y)` says which estimator suits given samples, and why; `consistency.consistency` tries one on
the laws that every information keeps. Every estimator returns an `Estimate`.
"""
