"""T3 and T4 on a measured layer: what a noisy row can pass on of the inputs it sees (Proposition 7, Corollary 5.1)."""

import numpy as np


def unit_bounds(w_hat: np.ndarray, alpha: np.ndarray, x: np.ndarray) -> np.ndarray:
    """T3 for noise that differs from weight to weight, an upper bound of I(z_k;x) for every row, in nats, (rows,).

    w_hat and alpha (rows, d), x (N, d): 1/2 log(V + sum a~ w^2 E x^2) - 1/2 E log sum alpha e^-alpha w^2 x^2, V the
    variance of w_hat . x. Infinite where some input leaves the row at 0, or where alpha is beyond floating point; 0
    where every input does.
    """
    square = w_hat**2
    signal = np.var(x @ w_hat.T, axis=0)
    silent = square @ np.mean(x**2, axis=0) == 0
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        noise = (np.expm1(alpha) * square) @ np.mean(x**2, axis=0)
        entropy = np.log(x**2 @ (alpha * np.exp(-alpha) * square).T).mean(axis=0)
        return np.where(silent, 0.0, 0.5 * np.log(signal + noise) - 0.5 * entropy)
