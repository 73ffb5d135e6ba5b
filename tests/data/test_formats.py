"""What is no data file is named for what it is, with what to do."""

import bz2
import gzip
import io
import lzma
import pickle
import tarfile
import zipfile

import pytest

from .common import refused

pytestmark = pytest.mark.usefixtures("own_folders")


def zipped(**contents):
    """Make a zip archive; a dot in a name is written as two underscores, a slash as three."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("___", "/").replace("__", "."), content)
    return made.getvalue()


def workbook():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"):
            archive.writestr(name, "<?xml version='1.0'?>")
    return made.getvalue()


def tarball():
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member = tarfile.TarInfo("creditcard.csv")
        member.size = 7
        archive.addfile(member, io.BytesIO(b"Time,V1"))
    return made.getvalue()


ODS = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content__xml="<a/>")
UNPACK = "unpack it and give the path of the CSV in it"
CASES = {
    "xlsx": (workbook(), "is an Excel workbook (.xlsx), not CSV; in Excel choose Save As"),
    "xls": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "is an Excel workbook (.xls)"),
    "ods": (ODS, "is a spreadsheet (.ods), not CSV"),
    "npz": (zipped(arr_0__npy="x"), "holds NumPy arrays without column names"),
    "zip": (zipped(creditcard__csv="Time"), "is a zip archive; unzip it"),
    "bzip2": (bz2.compress(b"Time,V1"), f"is compressed with bzip2; {UNPACK}"),
    "xz": (lzma.compress(b"Time,V1"), f"is compressed with xz; {UNPACK}"),
    "zstd": (b"\x28\xb5\x2f\xfd\0\0", f"is compressed with Zstandard; {UNPACK}"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", f"is a 7z archive; {UNPACK}"),
    "rar": (b"Rar!\x1a\x07\x01\0", f"is a RAR archive; {UNPACK}"),
    "tar": (tarball(), f"is a tar archive; {UNPACK}"),
    "feather": (b"ARROW1\0\0", "is a Feather file, not CSV"),
    "pickle": (pickle.dumps({"Time": 1}), "is a Python pickle, not a text file"),
    "npy": (b"\x93NUMPY\x01\0", "is a NumPy array without column names"),
    "sqlite": (b"SQLite format 3\0", "is an SQLite database, not CSV"),
    "rdata": (b"RDX3\nX\n\0\0", "is R's own format, not CSV; in R load it and save it with write"),
    "rds": (b"X\n\0\0\0\3", "is R's own format"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document, not the data"),
    "json": (b' {"Time": {"0": 1}}', "is JSON, not CSV; save it with pd.read_json(path)"),
    "json rows": (b'[{"Time": 0, "V1": 1}]', "is JSON, not CSV"),
    "xml": (b"<?xml version='1.0'?><rows/>", "is XML, not CSV"),
    "utf-32": ("Time,V1".encode("utf-32"), "is UTF-32 text; save it as a CSV file in UTF-8"),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("packed", [False, True])
def test_other_formats_are_named_also_inside_gzip(tmp_path, case, packed):
    content, words = CASES[case]
    path = tmp_path / "creditcard.csv"
    path.write_bytes(gzip.compress(content) if packed else content)
    refused(path, f"creditcard.csv{', unpacked,' * packed} {words}")


def test_a_file_gzipped_twice_is_refused(frame, tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(gzip.compress(frame.to_csv(index=False).encode())))
    refused(path, "is gzipped twice; unpack it once, with gunzip")
    frame.to_parquet(tmp_path / "a.parquet")
    path.write_bytes(gzip.compress((tmp_path / "a.parquet").read_bytes()))
    refused(path, "is a Parquet file; unpack it and give the path of the Parquet file")
