"""Curvature of a torch network's loss, summed over its data: diagonal, trace, spectrum, nuclear norm, with errors.

Every algorithm takes an operator, or (model, loss, data) with the options of `operator`. A loss with an attribute
`reduction` ("mean", "sum") is understood, others state `reduction=`. Numbers are float64 unless `dtype` says otherwise.
"""

from estimators.extras import NETWORKS, has_networks

if not has_networks():  # before a module of it says so in torch's name
    raise ImportError(f"estimators.hessian {NETWORKS}")

from estimators.hessian.exact import eigenvalues, matrix
from estimators.hessian.lanczos import Eigenpairs, ExtremeEigenvalues, eigenpairs, extreme_eigenvalues
from estimators.hessian.noise_averaged import noise_averaged_curvature, noise_averaged_sums
from estimators.hessian.objective import Objective, objective
from estimators.hessian.operator import GaussNewtonOperator, HessianOperator, MatrixOperator, Operator, operator
from estimators.hessian.spectrum import Spectrum, nuclear_norm, spectral_sums, spectrum
from estimators.hessian.trace import diagonal, trace, trace_by_parameter

__all__ = [
    "Eigenpairs",
    "ExtremeEigenvalues",
    "GaussNewtonOperator",
    "HessianOperator",
    "MatrixOperator",
    "Objective",
    "Operator",
    "Spectrum",
    "diagonal",
    "eigenpairs",
    "eigenvalues",
    "extreme_eigenvalues",
    "matrix",
    "noise_averaged_curvature",
    "noise_averaged_sums",
    "nuclear_norm",
    "objective",
    "operator",
    "spectral_sums",
    "spectrum",
    "trace",
    "trace_by_parameter",
]
