"""The ideas that go astray: one list for the quizzes and the exercises.

Each wrong choice of a quiz names one of them, so that what learners believe can be counted. The
names never change, because records and reports keep them; sentences may.
"""

IDEAS = {
    "accuracy-is-quality": "A high accuracy shows that a model finds the rare class.",
    "always-or-never": "A method helps everywhere, or it helps nowhere.",
    "any-rival-will-do": "A method may be compared with a rival that was tuned less.",
    "average-is-certain": "A share of one in n means one in every n rows.",
    "best-of-many": "The best of many results is as good as it looks.",
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
    "parents-hand-down": "A child gets its category from its parents.",
    "place-is-random": "New rows lie anywhere near, and not between minority rows.",
    "precision-is-recall": "Precision and recall are taken for each other.",
    "probability-travels": "A probability holds wherever the model is used.",
    "rows-are-the-sample": "Many rows make every score certain, however rare the class is.",
    "silent-repair": "Where a sampler cannot work, it does something sensible by itself.",
    "test-set-too": "The test set should be balanced or cleaned like the training set.",
    "threshold-changes-the-model": "Another threshold is another model, with another ranking.",
    "tools-guess": "The notebook or the library knows what you meant.",
    "totals-for-differences": "The price of one more is the average of all so far.",
}
