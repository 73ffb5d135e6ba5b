"""The picture of the start that explorers of single minority points share."""

from matplotlib import pyplot as plt


def draw_numbered(X, y, minority):
    """Draw two classes of points in the plane, with a number at each minority point.

    Parameters
    ----------
    X : ndarray of shape (n_rows, 2)
    y : ndarray of shape (n_rows,)
        1 for the minority, 0 for the majority.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows, in the order of their numbers.

    Returns
    -------
    Axes
    """
    ax = plt.subplots(figsize=(5.0, 3.2))[1]
    for label, marker, name in [(0, "o", "majority"), (1, "^", "minority")]:
        ax.scatter(*X[y == label].T, s=24, c=f"C{label}", marker=marker, label=name)
    for number, row in enumerate(minority):
        ax.annotate(str(number), X[row], xytext=(5, 5), textcoords="offset points")
    ax.set(xlabel="feature 1", ylabel="feature 2")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, fontsize=8)
    return ax
