"""The platform's own table of a class: who of it handed in, and one column filled.

Columns are known by their names as platforms write them: Canvas (``instructure/canvas-lms``,
lib/gradebook_exporter.rb), Moodle's grading worksheet (``moodle/moodle``, mod/assign/feedback/
offline/importgradeslib.php) and gradebook, Blackboard (help page "Upload or download grades":
tab-delimited UTF-16). People are matched by id, then login, then e-mail, then name.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from helpers.errors import CourseError
from helpers.grading.cells import Sheet
from helpers.grading.platforms import Sender

IDS = {"Canvas": ("id",), "ILIAS": ("usr_id", "user id")}  # Moodle's is in the first column
PARTICIPANT = re.compile(r"\D+?(\d+)")
LOGINS = {
    *("username", "user name", "login", "login id", "sis login id", "benutzername", "anmeldename"),
    *("nom d'utilisateur", "nombre de usuario", "student id", "sis user id", "id number"),
    *("id-nummer", "matrikelnummer"),
}
FULL = {"student", "name", "full name", "vollständiger name", "nom complet", "nombre completo"}
FIRST = {"first name", "firstname", "vorname", "prénom", "nombre"}
LAST = {"last name", "lastname", "surname", "nachname", "nom", "apellido", "apellidos"}
GRADE = re.compile(r"grade|bewertung|note|.+ \(\d+\)|.+\[total pts: .+", re.IGNORECASE)
KINDS = ("id", "login", "e-mail", "name")


def plain(text: str) -> str:
    """Return a header, login or address in the form in which it is compared."""
    return " ".join(text.split()).casefold()


def name_forms(name: str) -> set[str]:
    """Return the forms under which a name is compared, without accents, signs and blanks.

    Examples
    --------
    >>> name_forms("Lovelace, Ada") & name_forms("ada lovelace") != set()
    True
    >>> name_forms("Ada Lovelace") & name_forms("lovelaceada") != set()
    True
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in letters if not unicodedata.combining(one))
    before, _, after = letters.partition(",")
    words = re.findall(r"[^\W_]+", letters)
    orders = [words, sorted(words), words[-1:] + words[:-1], re.findall(r"[^\W_]+", after + before)]
    orders.append(re.findall(r"[^\W_]+", f"{after} {before}"))
    return {"".join(order) for order in orders} - {""}


def learner_keys(learner: str, sender: Sender | None, platform: str) -> dict[str, set[str]]:
    """Return what a learner is looked up by, by kind; a folder's name may be any but an id."""
    if sender is None:
        label = learner.rpartition("/")[2]
        return {"login": {plain(label)}, "e-mail": {plain(label)}, "name": name_forms(label)}
    keys = {"name": name_forms(sender.name)}
    if sender.id:
        keys["id"] = {f"{platform} {sender.id}"}
    if sender.login:
        keys["login"] = keys["e-mail"] = {plain(sender.login)}
    return keys


@dataclass
class Matched:
    """Which row is whose.

    Attributes
    ----------
    rows : dict of str to int
        Of each learner that was found for certain.
    problems : dict of str to str
        Of the others, a sentence.
    missing : list of int
        Rows of people from whom nothing came.
    """

    rows: dict[str, int] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)


class Roster:
    """A table of a class.

    Parameters
    ----------
    sheet : Sheet
    name : str
        Of the file, for messages.

    Raises
    ------
    CourseError
        If no column tells who somebody is.
    """

    def __init__(self, sheet: Sheet, name: str):
        self.sheet, self.name = sheet, name
        self.header = [value.strip() for value in sheet.values(0)]
        self.keys = {row: self.keys_of(row) for row in range(1, len(sheet.rows))}
        kinds = set().union(*self.keys.values())
        if not kinds:
            raise CourseError(
                f"{name} has no column that tells who somebody is, such as ID, Username, Email "
                f"address or Name. Its columns: {', '.join(self.header)}."
            )
        if kinds != {"name"}:  # rows with a name alone are no people: "Points Possible"
            self.keys = {row: keys for row, keys in self.keys.items() if set(keys) - {"name"}}

    def keys_of(self, row: int) -> dict[str, set[str]]:
        """Return what the person of a row can be looked up by."""
        keys, values = defaultdict(set), self.sheet.values(row)
        first, last = set(), set()
        for number, (title, value) in enumerate(zip(self.header, values, strict=False)):
            title, value = plain(title), value.strip()
            participant = PARTICIPANT.fullmatch(value) if number == 0 else None
            if participant:
                keys["id"].add(f"Moodle {participant[1]}")
            if not value:
                continue
            keys["id"] |= {f"{one} {value}" for one, titles in IDS.items() if title in titles}
            if title in LOGINS:
                keys["login"].add(plain(value))
            elif "mail" in title:
                keys["e-mail"].add(plain(value))
            elif title in FULL:
                keys["name"] |= name_forms(value)
            elif title in FIRST | LAST:
                (first if title in FIRST else last).add(value)
        for one in first:
            for other in last:
                keys["name"] |= name_forms(f"{other}, {one}")
        return {kind: found for kind, found in keys.items() if found}

    def called(self, row: int) -> str:
        """Return what the person of a row is called, for the table of grades."""
        named = dict(zip(map(plain, self.header), self.sheet.values(row), strict=False))
        parts = [
            next((named[one] for one in named if one in titles), "") for titles in (FIRST, LAST)
        ]
        full = next((named[one] for one in named if one in FULL), "")
        rest = next((named[one] for one in named if one in LOGINS or "mail" in one), "")
        return full.strip() or " ".join(parts).strip() or rest.strip() or self.line(row)

    def line(self, row: int) -> str:
        """Return where a row stands."""
        return f"line {self.sheet.lines[row]}"

    def match(self, people: dict[str, dict[str, set[str]]]) -> Matched:
        """Find the row of each learner; what fits two is nobody's.

        Parameters
        ----------
        people : dict of str to dict
            Keys of each learner; see `learner_keys`.

        Raises
        ------
        CourseError
            If nobody is found.
        """
        result, touched = Matched(), set()
        for kind in KINDS:
            claims = defaultdict(list)
            for learner, keys in people.items():
                if learner in result.rows or learner in result.problems:
                    continue
                wanted = keys.get(kind, set())
                fits = [row for row, have in self.keys.items() if have.get(kind, set()) & wanted]
                if len(fits) > 1:
                    where = ", ".join(map(self.line, fits))
                    result.problems[learner] = (
                        f"Its {kind} fits {where} of {self.name}: left as is."
                    )
                    touched |= set(fits)
                elif fits:
                    claims[fits[0]].append(learner)
            for row, claimants in claims.items():
                taken = row in result.rows.values()
                if len(claimants) == 1 and not taken:
                    result.rows[claimants[0]] = row
                    continue
                touched.add(row)
                for learner in claimants:
                    result.problems[learner] = (
                        f"{self.line(row).capitalize()} of {self.name} fits somebody else, too: "
                        + ("theirs by more than the name." if taken else "left as is.")
                    )
        for learner in people:
            if learner not in result.rows:
                result.problems.setdefault(learner, f"Not found in {self.name}.")
        if not result.rows:
            raise CourseError(
                f"Nobody who handed in is found in {self.name}: is it the table of another class? "
                f"It begins with {self.called(1)!r}, and {next(iter(people))!r} handed in."
            )
        seen = touched | set(result.rows.values())
        result.missing = [row for row in self.keys if row not in seen]
        return result

    def column(self, wanted: str) -> int:
        """Return the number of the column to be filled.

        Parameters
        ----------
        wanted : str
            Its title, or a part that no other title has; ``""`` takes the only one of a grade.

        Raises
        ------
        CourseError
            If there is none, or more than one.
        """
        titles = [plain(title) for title in self.header]
        fits = [number for number, title in enumerate(titles) if title == plain(wanted)]
        if wanted and not fits:
            fits = [number for number, title in enumerate(titles) if plain(wanted) in title]
        if not wanted:
            fits = [number for number, title in enumerate(titles) if GRADE.fullmatch(title)]
        if len(fits) != 1:
            raise CourseError(
                f"Which column of {self.name} is to be filled? Say COLUMN=..., one of: "
                + "; ".join(title for title in self.header if title)
                + "."
            )
        return fits[0]

    def filled(self, column: int, points: dict[int, float]) -> bytes:
        """Return the file with the points of some rows in one column, all else as it was.

        Raises
        ------
        CourseError
            If a row ends before the column.
        """
        cells = [row[column].value for row in self.sheet.rows[1:] if len(row) > column]
        comma = any(re.fullmatch(r"\d+,\d+", value.strip()) for value in cells)
        changes = {}
        for row, number in points.items():
            if len(self.sheet.rows[row]) <= column:
                raise CourseError(f"{self.line(row)} of {self.name} has too few cells.")
            value = f"{number:.10g}"
            changes[self.sheet.rows[row][column]] = value.replace(".", ",") if comma else value
        return self.sheet.replaced(changes)
