"""Wrong inputs for the statements of lesson 02."""

WRONG: dict[str, str] = {
    "With `stratify` the test set gets a fifth of the frauds; without it, chance decides.": (
        "luckiest = int(np.argmax(frauds_in_test))\n"
        "y_test = train_test_split(y, test_size=0.2, random_state=luckiest)[1]"
    ),
    "Among frauds, the baseline errs more than ten times as often as among all rows.": (
        "accuracy = plain['balanced_accuracy']"
    ),
    "Never raising an alarm is wrong on the frauds only: no model gains more than their share.": (
        "always = DummyClassifier(strategy='constant', constant=1).fit(X_train, y_train)\n"
        "nothing = evaluate(always, X_test, y_test)"
    ),
    "Accuracy is the mean of the share right in each class, weighted by the size of the class.": (
        "share = 0.5"
    ),
    "With so few frauds, the interval of recall is over three times as wide as that of accuracy.": (
        "even = np.r_[np.flatnonzero(y_test), np.flatnonzero(y_test == 0)[: y_test.sum()]]\n"
        "plain = evaluate(baseline, X_test.iloc[even], y_test.iloc[even])\n"
        "width = plain.scores['high'] - plain.scores['low']"
    ),
    "A lower threshold loses no fraud that was caught, and leaves average precision as it is.": (
        "lower = plain.at(0.95)"
    ),
    "The baseline ranks a fraud above a legitimate payment in more than nine of ten pairs.": (
        "plain = nothing"
    ),
    "With rarer frauds, recall and ROC-AUC stay the same; average precision does not rise.": (
        "share = 4 * share / (1 + 3 * share)"
    ),
}

HOLDS_ON_NOISE = {
    "Among frauds, the baseline errs more than ten times as often as among all rows.",
    "With so few frauds, the interval of recall is over three times as wide as that of accuracy.",
}
