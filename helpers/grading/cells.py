"""Tables as spreadsheets and learning platforms write them: one cell is changed, the rest kept."""

import codecs
from dataclasses import dataclass, field

from helpers.errors import CourseError

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
DELIMITERS = "\t;,|"


@dataclass(frozen=True)
class Cell:
    """A cell, and where it stands in the text.

    Attributes
    ----------
    value : str
        Without quotes.
    start, end : int
        Its place in the text, quotes included.
    quoted : bool
    """

    value: str
    start: int
    end: int
    quoted: bool


@dataclass
class Sheet:
    """A table of which every byte is kept that is not changed.

    Attributes
    ----------
    rows : list of list of Cell
        Lines that hold nothing are left out.
    lines : list of int
        The line of the file on which each row begins, from 1.
    """

    text: str
    bom: bytes
    encoding: str
    delimiter: str
    rows: list[list[Cell]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def values(self, row: int) -> list[str]:
        """Return the values of a row."""
        return [cell.value for cell in self.rows[row]]

    def replaced(self, changes: dict[Cell, str]) -> bytes:
        """Return the file with other values in some cells, each quoted if it was."""
        parts, at = [], 0
        for cell in sorted(changes, key=lambda one: one.start):
            value = changes[cell]
            must = any(sign in value for sign in f'{self.delimiter}"\r\n')
            if cell.quoted or must:
                value = '"' + value.replace('"', '""') + '"'
            parts += [self.text[at : cell.start], value]
            at = cell.end
        return self.bom + "".join([*parts, self.text[at:]]).encode(self.encoding)


def read_sheet(content: bytes, name: str) -> Sheet:
    """Read a table in the encoding and with the delimiter that it has.

    Parameters
    ----------
    content : bytes
        With a BOM in UTF-8 or UTF-16, without one in UTF-8 or Windows-1252.
    name : str
        Of the file, for messages.

    Raises
    ------
    CourseError
        If it is no table in text.
    """
    if content.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        raise CourseError(f"{name} is a workbook; save it as CSV, or export it as CSV.")
    bom = next((mark for mark in BOMS if content.startswith(mark)), b"")
    for encoding in [BOMS[bom]] if bom else ["utf-8", "cp1252"]:
        try:
            text = content[len(bom) :].decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise CourseError(f"{name} is no text in UTF-8, UTF-16 or Windows-1252.")
    header = outside_quotes(text.lstrip("\r\n").splitlines()[0] if text.strip() else "")
    delimiter = max(DELIMITERS, key=header.count)
    sheet = Sheet(text, bom, encoding, delimiter)
    split(sheet, name)
    if len(sheet.rows) < 2:
        raise CourseError(f"{name} has no rows below its header.")
    return sheet


def outside_quotes(line: str) -> str:
    """Return what of a line stands outside quotes."""
    return "".join(line.split('"')[::2])


def split(sheet: Sheet, name: str) -> None:
    """Find the rows and cells of a sheet's text; quotes are doubled within quotes."""
    text, at, line = sheet.text, 0, 1
    while at < len(text):
        row, first = [], line
        while True:
            start, quoted = at, text[at : at + 1] == '"'
            if quoted:
                at += 1
                while text[at : at + 1] != '"' or text[at : at + 2] == '""':
                    if at >= len(text):
                        raise CourseError(f"{name}, line {first}: a quote is not closed.")
                    at += 2 if text[at] == '"' else 1
                at += 1
            while at < len(text) and text[at] not in (sheet.delimiter, "\r", "\n"):
                at += 1
            raw = text[start:at]
            line += raw.count("\n")
            value = raw[1 : raw.rindex('"')].replace('""', '"') if quoted else raw
            row.append(Cell(value, start, at, quoted))
            if text[at : at + 1] != sheet.delimiter:
                break
            at += 1
        if any(cell.value.strip() for cell in row):
            sheet.rows.append(row)
            sheet.lines.append(first)
        at += 2 if text[at : at + 2] == "\r\n" else 1
        line += 1
