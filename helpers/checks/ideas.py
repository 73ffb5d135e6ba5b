"""The ideas that go astray: one list for the quizzes and the exercises.

Each wrong choice of a quiz names one of them, and so do many messages of the exercises' checks:
what learners believe can be counted. The names never change, because records and reports keep
them; sentences may.
"""

IDEAS = {
    "accuracy-is-quality": "A high accuracy shows that a model finds the rare class.",
    "always-or-never": "A method helps everywhere, or it helps nowhere.",
    "any-rival-will-do": "A method may be compared with a rival that was tuned less.",
    "average-is-certain": "A share of one in n means one in every n rows.",
    "balance-is-fair": "Equal classes make a method fair, and therefore better.",
    "best-of-many": "The best of many results is as good as it looks.",
    "chances-misused": "Chances may be added, multiplied or divided like any numbers.",
    "cleaning-knows": "Cleaning removes the wrong rows and no others.",
    "codes-are-numbers": "The codes of categories can be averaged and compared like numbers.",
    "column-by-column": "A row is possible if each of its values is.",
    "definition-mixed-up": "The name is known, but its definition is mixed up with another.",
    "every-file-is-a-witness": "Each row, fold or file counts as evidence of its own.",
    "exactly-what-was-asked": "A sampler always makes exactly the rows that were asked for.",
    "fit-on-everything": "What a step learns from the test set does no harm.",
    "half-is-natural": "The threshold 0.5 belongs to the model, and is no decision.",
    "hard-is-not-wrong": "A row among the other class is a hard case, never a wrong label.",
    "inconclusive-is-equal": "Where a test cannot decide, both are equal.",
    "like-the-known-one": "A method does what the better-known one does.",
    "majority-is-seen": "A sampler always looks where the majority is.",
    "mean-is-typical": "The mean is the typical value, because it uses all of them.",
    "more-neighbours-are-safer": "Asking more neighbours makes a method more careful.",
    "more-recall-is-better": "A model that finds more has learned more, whatever its alarms.",
    "mutual-neighbours": "If one row is the nearest of another, the reverse is true too.",
    "new-rows-are-information": "Synthetic rows tell a model something new.",
    "no-effect-is-a-fault": "A result that was not expected comes from a fault.",
    "nothing-found-is-clean": "Where a step finds nothing to do, all is well.",
    "one-number-says-all": "One score is enough to judge a model.",
    "order-is-free": "The order of the steps does not matter.",
    "own-class-counted": "The neighbours of the own class are counted, and not the others.",
    "parents-hand-down": "A child gets its category from its parents.",
    "part-of-a-definition": "A part of a definition is enough.",
    "place-is-random": "New rows lie anywhere near, and not between minority rows.",
    "probability-travels": "A probability holds wherever the model is used.",
    "ratio-of-the-whole": "A ratio of two classes is a share of all rows.",
    "rows-are-the-sample": "Many rows make every score certain, however rare the class is.",
    "shares-mixed-up": "Accuracy, precision and recall are taken for each other.",
    "silent-repair": "Where a sampler cannot work, it does something sensible by itself.",
    "test-set-too": "The test set should be balanced or cleaned like the training set.",
    "threshold-changes-the-model": "Another threshold is another model, with another ranking.",
    "tools-guess": "The notebook or the library knows what you meant.",
    "totals-for-differences": "The total is taken for what was added.",
}

IN_EXERCISES = {
    "01-1": {"divided *all* rows": "ratio-of-the-whole", "added up": "chances-misused"},
    "01-3": {"learned before the split": "fit-on-everything", "You fitted twice": "test-set-too"},
    "02-1": {"exchanged recall and precision": "shares-mixed-up"},
    "02-2": {"stay at 0.5": "half-is-natural"},
    "02-3": {
        "you exchanged precision and recall": "shares-mixed-up",
        "accuracy is a share of *all*": "accuracy-is-quality",
        "share looks small": "one-number-says-all",
    },
    "03-1": {"one gap per feature": "place-is-random", "beyond the ends": "place-is-random"},
    "03-3": {
        "You resampled before splitting": "fit-on-everything",
        "SMOTE saw all rows": "fit-on-everything",
        "You resampled the test set": "test-set-too",
    },
    "04-1": {"before the folds were made": "fit-on-everything"},
    "04-2": {"divided the *probabilities*": "chances-misused"},
    "04-3": {"by *all* catches": "totals-for-differences"},
    "05-1": {"SMOTE's way": "like-the-known-one", "says nothing": "silent-repair"},
    "05-2": {"that would be SMOTE": "like-the-known-one"},
    "06-1": {"*own* class": "own-class-counted", "*at least* half": "part-of-a-definition"},
    "06-2": {"always returns rows": "exactly-what-was-asked"},
    "08-1": {"somebody nearer": "mutual-neighbours"},
    "08-2": {"takes both": "like-the-known-one"},
    "09-1": {"codes of categories": "codes-are-numbers"},
    "09-2": {
        "parent's category": "parents-hand-down",
        "votes along": "parents-hand-down",
        "average codes": "codes-are-numbers",
    },
    "10-2": {"folds for independent": "every-file-is-a-witness"},
    "11-1": {"by the ratio of the shares": "chances-misused"},
    "11-2": {"treats both errors alike": "half-is-natural"},
    "12-2": {
        "lose by the threshold": "any-rival-will-do",
        "win by the threshold": "any-rival-will-do",
        "Both decide at 0.5": "half-is-natural",
        "You count files": "every-file-is-a-witness",
    },
    "12-3": {
        "Equivalent is an answer": "inconclusive-is-equal",
        "no new witnesses": "every-file-is-a-witness",
    },
}
"""By exercise: words of a message that only this idea gets, and the idea."""


def idea_behind(exercise: str, message: str) -> str | None:
    """Return the idea behind a wrong answer to an exercise, None if its message names none.

    Parameters
    ----------
    exercise : str
        Such as ``"03-2"``.
    message : str
        Of the verdict.

    Examples
    --------
    >>> idea_behind("06-1", "You counted neighbours of the *own* class.")
    'own-class-counted'
    """
    known = IN_EXERCISES.get(exercise, {})
    return next((idea for words, idea in known.items() if words in message), None)
