"""Recognise a file that is no CSV by its first bytes, and say what to do with it."""

from __future__ import annotations

import codecs

from helpers.errors import DataError

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
_UNPACK = "unpack it and give the path of the CSV in it"
_EXCEL = "in Excel choose Save As and the type 'CSV UTF-8'"
_PANDAS = "load it in Python and save it with to_csv(new_path, index=False)"
_R = (
    "is R's own format, not CSV; in R load it and save it with "
    "write.csv(creditcard, 'creditcard.csv', row.names = FALSE)"
)
_DOWNLOAD = "download the file itself, logged in if need be"
_MAGIC = {  # what a file starts with when it is not a CSV
    GZIP: "is gzipped twice; unpack it once, with gunzip",
    PARQUET: "is a Parquet file; unpack it and give the path of the Parquet file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": f"is an Excel workbook (.xls), not CSV; {_EXCEL}",
    b"BZh": f"is compressed with bzip2; {_UNPACK}",
    b"\xfd7zXZ\0": f"is compressed with xz; {_UNPACK}",
    b"\x28\xb5\x2f\xfd": f"is compressed with Zstandard; {_UNPACK}",
    b"7z\xbc\xaf\x27\x1c": f"is a 7z archive; {_UNPACK}",
    b"Rar!": f"is a RAR archive; {_UNPACK}",
    b"ARROW1": f"is a Feather file, not CSV; {_PANDAS}",
    b"\x89HDF": f"is an HDF5 file, not a text file; {_PANDAS}",
    b"\x93NUMPY": f"is a NumPy array without column names, not CSV; {_PANDAS}",
    b"\x80": f"is a Python pickle, not a text file; {_PANDAS}",
    b"SQLite format 3": f"is an SQLite database, not CSV; {_PANDAS}",
    b"RDX": _R,
    b"RDA": _R,
    b"X\n\0": _R,
    b"%PDF": f"is a PDF document, not the data; {_DOWNLOAD}",
}
_STARTS = {  # what a text file starts with (lower case, after blanks) when it is not a CSV
    "version https://git-lfs": (
        "is a Git-LFS pointer, not the data; run 'git lfs pull' where it came from"
    ),
    "<?xml": "is XML, not CSV; take the Parquet or CSV version of the data set",
    "<": f"is a web page (HTML), not the data; {_DOWNLOAD}",
    "@relation": "is ARFF, not CSV; take the Parquet or CSV version of the data set",
    "%": "is ARFF, not CSV; take the Parquet or CSV version of the data set",
    "{": "is JSON, not CSV; save it with pd.read_json(path).to_csv(new_path, index=False)",
    "[": "is JSON, not CSV; save it with pd.read_json(path).to_csv(new_path, index=False)",
}


def decode_start(start: bytes, name: str) -> str:
    """Return the text that a file starts with, unless the file cannot be a CSV.

    Parameters
    ----------
    start : bytes
        The first bytes of the file, unpacked if it is gzipped; the last character may be cut.
    name : str
        What messages call the file.

    Returns
    -------
    str
        The text without a byte order mark.

    Raises
    ------
    DataError
        If it is another format, no text, or not UTF-8.

    Examples
    --------
    >>> decode_start(b"Time,V1", "a.csv")
    'Time,V1'
    >>> decode_start(b"BZh91AY", "a.csv")
    Traceback (most recent call last):
    helpers.errors.DataError: a.csv is compressed with bzip2; unpack it and give the path of the \
CSV in it
    """
    if start.startswith(b"PK"):
        raise DataError(f"{name} {_name_zip(start)}")
    if start[257:262] == b"ustar":
        raise DataError(f"{name} is a tar archive; {_UNPACK}")
    for magic, message in _MAGIC.items():
        if start.startswith(magic):
            raise DataError(f"{name} {message}")
    if b"\0" in start:
        raise DataError(f"{name} {_name_nul(start)}")
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError as error:
        raise wrong_encoding(name) from error
    for marker, message in _STARTS.items():
        if text.lstrip().lower().startswith(marker):
            raise DataError(f"{name} {message}")
    return text


def wrong_encoding(name: str) -> DataError:
    """Return the error for bytes that are not UTF-8."""
    return DataError(f"{name} is not UTF-8 text; save it as a CSV file in UTF-8")


def _name_zip(start: bytes) -> str:
    """Say which kind of zip archive it is; its first entries' names tell."""
    if b"[Content_Types].xml" in start or b"xl/workbook" in start:
        return f"is an Excel workbook (.xlsx), not CSV; {_EXCEL}"
    if b"opendocument.spreadsheet" in start:
        return "is a spreadsheet (.ods), not CSV; in LibreOffice choose Save As and the type CSV"
    if b".npy" in start[:300]:
        return f"holds NumPy arrays without column names (.npz), not CSV; {_PANDAS}"
    return "is a zip archive; unzip it and give the path of the CSV in it"


def _name_nul(start: bytes) -> str:
    """Say what a file with NUL bytes is: another encoding, a damaged CSV, or no text at all."""
    for kind, marks in (
        ("UTF-32", (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)),
        ("UTF-16", (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)),
    ):
        if start.startswith(marks):
            return f"is {kind} text; save it as a CSV file in UTF-8"
    before = start[: start.index(b"\0")]
    if b"," in before and b"\n" in before:
        line = before.count(b"\n") + 1
        return f"is damaged: line {line:,} holds a NUL byte; copy or download it again"
    return "is not a text file; save it as a CSV file in UTF-8"
