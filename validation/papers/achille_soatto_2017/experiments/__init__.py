"""The paper's figures and bounds on networks that are trained for them."""
