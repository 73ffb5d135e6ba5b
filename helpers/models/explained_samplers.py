"""imbalanced-learn's samplers; where they refuse data, the error names the cause and the remedy.

Rows, parameters and the types of errors are imbalanced-learn's: these classes only put a sentence
before its error, such as which class is too small and which ``k_neighbors`` would fit. See
`helpers.by_hand.refusals`.
"""

from imblearn import combine, over_sampling

from helpers.by_hand.refusals import explained


class _Explained:
    """Explains the errors of ``fit_resample``."""

    def fit_resample(self, X, y, **params):
        """Resample as imbalanced-learn does.

        Parameters
        ----------
        X : ndarray or DataFrame of shape (n_rows, n_features)
        y : ndarray or Series of shape (n_rows,)
        **params
            Passed on.

        Returns
        -------
        tuple
            ``X_resampled`` and ``y_resampled``.

        Raises
        ------
        ValueError, TypeError
            Where imbalanced-learn raises them.
        """
        parameters = self.get_params()
        if parameters.get("smote", "no such parameter") is None:
            parameters["smote__k_neighbors"] = SMOTE().k_neighbors
        with explained(X, y, parameters):
            return super().fit_resample(X, y, **params)


class SMOTE(_Explained, over_sampling.SMOTE):
    """SMOTE of imbalanced-learn."""


class ADASYN(_Explained, over_sampling.ADASYN):
    """ADASYN of imbalanced-learn."""


class BorderlineSMOTE(_Explained, over_sampling.BorderlineSMOTE):
    """BorderlineSMOTE of imbalanced-learn."""


class SMOTENC(_Explained, over_sampling.SMOTENC):
    """SMOTENC of imbalanced-learn."""


class SMOTEENN(_Explained, combine.SMOTEENN):
    """SMOTEENN of imbalanced-learn."""


class SMOTETomek(_Explained, combine.SMOTETomek):
    """SMOTETomek of imbalanced-learn."""
