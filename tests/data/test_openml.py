"""The OpenML download, against a server on this machine: all of the file, or nothing."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pandas.testing import assert_frame_equal

from helpers.data import creditcard as datasets
from helpers.data import openml as download
from helpers.data import simulator
from helpers.data.creditcard import load_creditcard
from helpers.data.openml import download_openml
from helpers.data.validation import MIN_ROWS_PER_CLASS
from helpers.errors import DataError

ROWS, FRAUDS = 400, 20


@pytest.fixture(scope="module")
def frame():
    return simulator.sample(ROWS, n_frauds=FRAUDS, missing=0, random_state=3)


@pytest.fixture(scope="module")
def body(frame, tmp_path_factory):
    path = tmp_path_factory.mktemp("source") / "openml.parquet"
    frame.assign(Class=frame["Class"].astype(str).astype("category")).to_parquet(path)
    return path.read_bytes()


@pytest.fixture
def serve():
    """Return a function that starts a server and gives its address and the list of requests.

    Each answer is (status, body, promised length); the last one is repeated. A status of None
    drops the connection without an answer; a promised length of None sends no Content-Length.
    """
    servers = []

    def start(*answers):
        requests = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, content, promised = answers[min(len(requests), len(answers) - 1)]
                requests.append(self.path)
                self.close_connection = True
                if status is None:
                    return
                self.send_response(status)
                if promised is not None:
                    self.send_header("Content-Length", str(promised))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                """Keep the test's output clean."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/creditcard.pq", requests

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


class Bar:
    """Stands in for tqdm and keeps what it was told."""

    made = None

    def __init__(self, total, **_):
        type(self).made = self
        self.total, self.seen = total, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def update(self, count):
        self.seen += count


@pytest.fixture
def fetch(tmp_path):
    """Download to a folder that holds one other file, and return what stands there after."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "README.md").write_text("kept")

    def run(url, **options):
        options = {"rows": ROWS, "frauds": FRAUDS, "pause": 0, "progress": Bar} | options
        return download_openml(folder / "creditcard.parquet", url=url, **options)

    run.folder = folder
    return run


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


UNTOUCHED = {"README.md": b"kept"}


def refused(fetch, url, *words, **options):
    with pytest.raises(DataError) as caught:
        fetch(url, **options)
    for word in words:
        assert word in str(caught.value)
    assert contents(fetch.folder) == UNTOUCHED


def test_download_is_stored_whole_and_the_bar_reaches_its_end(serve, body, fetch, frame):
    url, requests = serve((200, body, len(body)))
    path = fetch(url)
    assert contents(fetch.folder) == UNTOUCHED | {path.name: body}
    assert requests == ["/creditcard.pq"]
    assert Bar.made.total == Bar.made.seen == len(body)
    assert_frame_equal(datasets.read_file(path)[0], frame)


def test_the_real_progress_bar_names_the_data_and_is_not_needed_for_an_unknown_length(
    serve, body, fetch, capsys
):
    url, _ = serve((200, body, None))
    assert fetch(url, progress=download.tqdm).exists()
    assert "OpenML creditcard" in "".join(capsys.readouterr())


@pytest.mark.parametrize("status", [500, 503, 429, 408, None])
def test_passing_trouble_is_tried_again(serve, body, fetch, status):
    url, requests = serve((status, b"busy", 4), (status, b"busy", 4), (200, body, len(body)))
    assert fetch(url).read_bytes() == body
    assert len(requests) == 3


def test_a_body_cut_short_is_tried_again(serve, body, fetch):
    url, requests = serve((200, body[:1000], len(body)), (200, body, len(body)))
    assert fetch(url).read_bytes() == body
    assert len(requests) == 2


@pytest.mark.parametrize(
    ("status", "share", "words"),
    [(503, 1, "503"), (None, 1, "Remote end closed"), (200, 0.5, "the connection ended after")],
)
def test_lasting_trouble_ends_after_the_given_attempts(serve, body, fetch, status, share, words):
    url, requests = serve((status, body[: int(len(body) * share)], len(body)))
    refused(fetch, url, url, "in 3 attempts", words, "or download creditcard by hand", attempts=3)
    assert len(requests) == 3


def test_waits_grow_between_attempts(serve, fetch, monkeypatch):
    waits = []
    monkeypatch.setattr(download.time, "sleep", waits.append)
    url, _ = serve((500, b"", 0))
    refused(fetch, url, "in 4 attempts", pause=1.5)
    assert waits == [1.5, 3.0, 6.0]


def test_a_silent_server_counts_as_failed(fetch):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/creditcard.pq"
        refused(fetch, url, "timed out", "in 2 attempts", timeout=0.1, attempts=2)


def test_no_server_at_all_is_one_clear_error(serve, fetch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    refused(fetch, f"http://127.0.0.1:{port}/x.pq", "refused", "check the network")


@pytest.mark.parametrize(("status", "reason"), [(404, "Not Found"), (403, "Forbidden")])
def test_refusal_is_not_tried_again(serve, fetch, status, reason):
    url, requests = serve((status, b"no", 2))
    refused(fetch, url, f"{status} {reason}", "or download creditcard by hand", "creditcard.csv")
    assert len(requests) == 1


def test_wrong_content_is_refused(serve, body, fetch):
    page = b"<!DOCTYPE html><html>Welcome to the hotel's network</html>"
    url, requests = serve((200, page, len(page)))
    refused(fetch, url, url, "is a web page (HTML)")
    assert len(requests) == 1
    url, _ = serve((200, body[:-100], len(body) - 100))
    refused(fetch, url, url, "damaged or incomplete Parquet file")
    url, _ = serve((200, b"", 0))
    refused(fetch, url, "is empty (0 bytes)")


def test_wrong_counts_are_refused(serve, body, fetch):
    url, _ = serve((200, body, len(body)))
    refused(fetch, url, "400 rows and 20 frauds, but OpenML's creditcard has 401", rows=401)
    refused(fetch, url, "has 400 and 19", frauds=19)
    refused(fetch, url, "284,807 and 492", rows=284_807, frauds=492)


def test_interruption_leaves_the_folder_as_it_was(serve, body, fetch):
    class Interrupted(Bar):
        def update(self, count):
            assert any(path.suffix == ".part" for path in fetch.folder.iterdir())
            raise KeyboardInterrupt

    url, requests = serve((200, body, len(body)))
    with pytest.raises(KeyboardInterrupt):
        fetch(url, progress=Interrupted)
    assert contents(fetch.folder) == UNTOUCHED
    assert len(requests) == 1


def test_full_disk_is_one_clear_error_and_not_tried_again(serve, body, fetch):
    class Full(Bar):
        def update(self, count):
            raise OSError(28, "No space left on device")

    url, requests = serve((200, body, len(body)))
    refused(fetch, url, "cannot be written (No space left on device); free some", progress=Full)
    assert len(requests) == 1


def test_missing_folder_is_one_clear_error(serve, body, tmp_path):
    url, _ = serve((200, body, len(body)))
    with pytest.raises(DataError, match=r"cannot be written \(No such file or directory\)"):
        download_openml(tmp_path / "nowhere" / "x.parquet", url=url, progress=Bar)


def test_nothing_is_overwritten(serve, body, fetch):
    url, requests = serve((200, body, len(body)))
    (fetch.folder / "creditcard.parquet").write_bytes(b"the reader's own")
    with pytest.raises(DataError, match=r"creditcard\.parquet exists and is not overwritten"):
        fetch(url)
    assert (fetch.folder / "creditcard.parquet").read_bytes() == b"the reader's own"
    assert requests == []


def test_loader_downloads_once_and_says_that_every_lesson_now_reads_the_file(
    serve, body, fetch, frame, monkeypatch, capsys
):
    url, requests = serve((200, body, len(body)))
    monkeypatch.setattr(datasets, "DATA", fetch.folder)
    monkeypatch.setattr(datasets, "download_openml", lambda path: fetch(url))
    monkeypatch.delenv("COURSE_DATA", raising=False)
    check = download.check_openml
    monkeypatch.setattr(
        datasets, "check_openml", lambda df, name: check(df, name, rows=ROWS, frauds=FRAUDS)
    )
    for said in (1, 0):
        df = load_creditcard("openml")
        assert_frame_equal(df, frame)
        assert df.attrs["source"] == (
            "OpenML data set 1597, creditcard (400 rows, 20 frauds, stored as data/"
            "creditcard.parquet: from now on every lesson reads it instead of the stand-in)"
        )
        sentence = (
            "Stored as data/creditcard.parquet: from now on every lesson reads it instead of the "
            "stand-in. To go back, delete the file or set COURSE_DATA=simulated.\n"
        )
        assert capsys.readouterr().out == sentence * said
    assert len(requests) == 1
    assert load_creditcard().attrs["source"] == (
        "file creditcard.parquet (400 rows, 20 frauds, found in data/, so read instead of the "
        "stand-in)"
    )
    frame.to_csv(fetch.folder / "creditcard.csv", index=False)
    assert "the lessons still read data/creditcard.csv" in load_creditcard("openml").attrs["source"]
    monkeypatch.setenv("COURSE_DATA", "simulated")
    assert "the lessons read what COURSE_DATA names" in load_creditcard("openml").attrs["source"]


def test_two_writers_of_one_file_do_not_meet(tmp_path):
    target = tmp_path / "x.csv"
    with download.replacing(target) as slow:
        slow.write_text("slow")
        with download.replacing(target) as quick:
            quick.write_text("quick")
        assert contents(tmp_path) == {"x.csv": b"quick", slow.name: b"slow"}
    assert contents(tmp_path) == {"x.csv": b"slow"}


def test_another_file_in_its_place_is_not_taken_for_the_openml_file(body, fetch, monkeypatch):
    monkeypatch.setattr(datasets, "DATA", fetch.folder)
    path = fetch.folder / "creditcard.parquet"
    path.write_bytes(body)
    with pytest.raises(DataError, match="it is another file: move it away"):
        load_creditcard("openml")
    assert path.read_bytes() == body


def test_the_real_counts_are_those_of_the_published_file():
    assert (download.OPENML_ROWS, download.OPENML_FRAUDS) == (284_807, 492)
    assert download.OPENML_FRAUDS > MIN_ROWS_PER_CLASS
    assert download.OPENML_URL.startswith("https://data.openml.org/")
