"""Made-up predictions for the tests of scores and comparisons."""

import numpy as np


def predictions(n=400, share=0.1, seed=0, noise=1.0):
    rng = np.random.default_rng(seed)
    y = (np.arange(n) < share * n).astype(int)
    score = 1 / (1 + np.exp(-(3 * y - 2 + noise * rng.normal(size=n))))
    return y, score
