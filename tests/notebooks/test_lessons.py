"""What every stored notebook keeps to, so that it reads well and runs anywhere.

Each rule is a function that takes a notebook and returns one sentence per breach. The rules run on
every lesson, and each is shown to catch a made-up bad notebook.
"""

import ast
import functools
import re
import statistics
from html.parser import HTMLParser

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.notebook_tools import files
from helpers.paths import NOTEBOOKS

from .stored import stored_notebook
from .teaching import is_folded

LEAST_ALT = 20  # characters; a finding does not fit in fewer
CELL_METADATA = {"tags", "jupyter", "mystnb", "nbgrader", "slideshow"}
FENCE = re.compile(r"^(```+|~~~+)[ \t]*(\S*).*?^\1", re.MULTILINE | re.DOTALL)
ABSOLUTE = re.compile(
    r"(?<![\w.])/(?:home|Users|root|tmp|work|mnt|opt|var)/\w|\b[A-Z]:\\(?=[A-Z])|\bfile://"
)


def code_cells(notebook):
    """Return the code cells, numbered from 1 as the reader sees them."""
    return enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1)


def markdown_cells(notebook):
    """Return the sources of the Markdown cells, numbered from 1."""
    return enumerate((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), 1)


def output_texts(cell):
    """Return what a code cell shows as text, in any form."""
    texts = [out.get("text", "") for out in cell.outputs]
    for out in cell.outputs:
        data = out.get("data", {})
        texts += [text for kind, text in data.items() if kind.startswith("text/")]
    return [re.sub(r"data:image/[^\"')]*", "", text) for text in texts]


def parsed(cell):
    """Return the syntax tree of a code cell, IPython's own syntax turned into calls."""
    return _parsed(cell.source)


@functools.cache
def _parsed(source):
    return ast.parse(TransformerManager().transform_cell(source))


def called(node):
    """Return the dotted name of a call, such as ``warnings.filterwarnings``."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


class _Images(HTMLParser):
    """Collects the attributes of the <img> elements in a text."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.found.append(dict(attrs))


def executed_in_order(notebook):
    """Every code cell ran once, top to bottom, in a fresh kernel."""
    return [
        f"code cell {n} has execution count {cell.execution_count}"
        for n, cell in code_cells(notebook)
        if cell.execution_count != n
    ]


def no_empty_cells(notebook):
    """No cell is left over from editing."""
    return [
        f"cell {n} is empty" for n, cell in enumerate(notebook.cells, 1) if not cell.source.strip()
    ]


def no_errors_or_warnings(notebook):
    """No cell shows an error or writes to standard error."""
    return [
        f"code cell {n} stores {out.get('name', out.output_type)} output"
        for n, cell in code_cells(notebook)
        for out in cell.outputs
        if out.output_type == "error" or out.get("name") == "stderr"
    ]


def no_absolute_paths(notebook):
    """No path of one machine stands in a source or an output."""
    texts = [(f"cell {n}", cell.source) for n, cell in enumerate(notebook.cells, 1)]
    for n, cell in code_cells(notebook):
        texts += [(f"output of code cell {n}", text) for text in output_texts(cell)]
    return [
        f"{where}: {text[found.start() : found.start() + 30]!r}"
        for where, text in texts
        if (found := ABSOLUTE.search(text))
    ]


def no_memory_addresses(notebook):
    """No output shows an address, which differs in each run (end the line with a semicolon)."""
    return [
        f"output of code cell {n}: {found.group()}"
        for n, cell in code_cells(notebook)
        for text in output_texts(cell)
        if (found := re.search(r"\S* at 0x[0-9a-f]+", text))
    ]


def no_shell(notebook):
    """No shell command and no magic except ``%matplotlib inline``: a lesson is plain Python."""
    problems = []
    for n, cell in code_cells(notebook):
        for node in ast.walk(parsed(cell)):
            if not isinstance(node, ast.Call):
                continue
            text = ast.unparse(node)
            shell = called(node).startswith(("get_ipython", "os.system", "os.popen", "subprocess."))
            if shell and text not in (
                "get_ipython()",
                "get_ipython().run_line_magic('matplotlib', 'inline')",
            ):
                problems.append(f"code cell {n}: {text}")
    return problems


def no_downloads(notebook):
    """No lesson needs a network."""
    names = ("urllib.", "urlopen", "urlretrieve", "requests.", "httpx.", "fetch_openml")
    problems = []
    for n, cell in code_cells(notebook):
        for node in ast.walk(parsed(cell)):
            texts = [k.value for k in getattr(node, "keywords", []) if k.arg == "source"]
            openml = any(isinstance(t, ast.Constant) and t.value == "openml" for t in texts)
            if openml or called(node).startswith(names):
                problems.append(f"code cell {n}: {ast.unparse(node)}")
    return problems


def no_global_warning_filters(notebook):
    """Warnings are silenced only inside ``with warnings.catch_warnings()``, if at all."""
    problems = []
    for n, cell in code_cells(notebook):
        tree = parsed(cell)
        fenced = {
            id(inner)
            for block in ast.walk(tree)
            if isinstance(block, ast.With)
            and any("catch_warnings" in called(item.context_expr) for item in block.items)
            for inner in ast.walk(block)
        }
        problems += [
            f"code cell {n}: {ast.unparse(node)}"
            for node in ast.walk(tree)
            if id(node) not in fenced
            and called(node).split(".")[-1] in ("filterwarnings", "simplefilter")
        ]
    return problems


def images_have_alt_text(notebook):
    """Images in Markdown say what they show."""
    problems = []
    for n, source in markdown_cells(notebook):
        texts = re.findall(r"!\[([^\]]*)\][(\[]", source)
        texts += [image.get("alt") or "" for image in _Images(source).found]
        if any(not text.strip() for text in texts):
            problems.append(f"Markdown cell {n} has an image without alt text")
    return problems


def figures_have_alt_text(notebook):
    """Figures in outputs state their finding: in the picture's metadata or the <img> element."""
    problems = []
    for n, cell in code_cells(notebook):
        for out in cell.outputs:
            data, metadata = out.get("data", {}), out.get("metadata", {})
            texts = [metadata.get(k, {}).get("alt", "") for k in data if k.startswith("image/")]
            html = [image.get("alt") or "" for image in _Images(data.get("text/html", "")).found]
            if any(len(text.strip()) < LEAST_ALT for text in html or texts):
                problems.append(f"a figure of code cell {n} has no alt text of {LEAST_ALT} letters")
    return problems


def no_code_in_prose(notebook):
    """Python that a reader might run stands in code cells, where it is tested."""
    return [
        f"Markdown cell {n} has a {found.group(2)} block"
        for n, source in markdown_cells(notebook)
        for found in FENCE.finditer(source)
        if re.match(r"\{?(python|py|ipython|pycon|code)", found.group(2), re.IGNORECASE)
    ]


def one_title(notebook):
    """One H1, as the first line of the first cell."""
    titles = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            prose = FENCE.sub("", cell.source)
            titles += [number] * len(re.findall(r"^# |^=+[ \t]*$", prose, re.MULTILINE))
    first = notebook.cells[0].source if notebook.cells else ""
    if titles == [0] and first.startswith("# "):
        return []
    return [f"level-1 headings stand in cells {[n + 1 for n in titles]}, one belongs at the top"]


def short_cells(notebook):
    """Median visible code cell of 4 lines or fewer, 9 in 10 under 12; none over 25, folded or not.

    Blank lines are free.
    """
    lines = [
        (sum(bool(line.strip()) for line in cell.source.splitlines()), is_folded(cell))
        for _, cell in code_cells(notebook)
    ]
    problems = [
        f"code cell {n} has {count} lines" for n, (count, _) in enumerate(lines, 1) if count > 25
    ]
    seen = [count for count, folded in lines if not folded]
    if seen and statistics.median(seen) > 4:
        problems.append(f"the median code cell has {statistics.median(seen):g} lines, not 4")
    long = sum(count >= 12 for count in seen)
    if long > len(seen) / 10:
        problems.append(f"{long} of {len(seen)} code cells have 12 lines or more")
    return problems


def unique_ids(notebook):
    """Every cell has an id of its own, so that a change shows as a change of that cell."""
    ids = [cell.get("id") for cell in notebook.cells]
    return [
        f"cell id {one!r} stands {ids.count(one)} times" for one in {*ids} if ids.count(one) > 1
    ]


def clean_metadata(notebook):
    """Nothing that a front end or a run left behind."""
    kernel = notebook.metadata.get("kernelspec", {}).get("name")
    problems = [] if kernel == "python3" else [f"the kernel is {kernel}, not python3"]
    extra = set(notebook.metadata) - {"kernelspec", "language_info"}
    problems += [f"notebook metadata {key!r}" for key in sorted(extra)]
    if notebook.metadata.get("language_info") != {"name": "python"}:
        problems.append("language_info holds more than the name python")
    problems += [
        f"cell {n} metadata {key!r}"
        for n, cell in enumerate(notebook.cells, 1)
        for key in sorted(set(cell.metadata) - CELL_METADATA)
    ]
    return problems


RULES = [
    executed_in_order,
    no_empty_cells,
    no_errors_or_warnings,
    no_absolute_paths,
    no_memory_addresses,
    no_shell,
    no_downloads,
    no_global_warning_filters,
    images_have_alt_text,
    figures_have_alt_text,
    no_code_in_prose,
    one_title,
    short_cells,
    unique_ids,
    clean_metadata,
]
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
SOLUTIONS = sorted((NOTEBOOKS / "solutions").glob("*.ipynb"))


def test_the_lessons_are_there_and_numbered_without_a_gap():
    # Without lessons every test below would pass by testing nothing.
    found = files.find_lessons(NOTEBOOKS)
    assert [path.name[:2] for path in found] == [f"{n:02}" for n in range(len(found))]
    assert found == LESSONS, "a notebook without a lesson number would never run"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson(path, rule):
    problems = rule(stored_notebook(path))
    assert not problems, f"{path.name}: {rule.__doc__}\n" + "\n".join(problems)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule is not short_cells], ids=lambda rule: rule.__name__
)
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_solution(path, rule):
    problems = rule(stored_notebook(path))
    assert not problems, f"{path.name}: {rule.__doc__}\n" + "\n".join(problems)


@pytest.mark.parametrize("path", LESSONS[1:], ids=lambda path: path.stem)
def test_a_lesson_ends_with_the_way_on(path):
    end = stored_notebook(path).cells[-1].source.splitlines()[-1]
    exercises = NOTEBOOKS / "exercises" / f"ex_{path.name}"
    assert not exercises.exists() or f"(exercises/{exercises.name})" in end
    after = LESSONS[LESSONS.index(path) + 1 :]
    assert not after or f"({after[0].name})" in end


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_same_minutes_are_promised_everywhere(path):
    promised = int(re.search(r"about (\d+) minutes", stored_notebook(path).cells[0].source)[1])
    for table in (
        LESSONS[0].read_text("utf-8"),
        (NOTEBOOKS.parent / "README.md").read_text("utf-8"),
    ):
        row = re.search(rf"\| \[{path.name[:2]} [^|]*\|[^|]*\| (\d+) \|", table)
        assert row is None or int(row[1]) == promised
    assert row, "README names the lesson"


@pytest.mark.parametrize("path", [*LESSONS, *SOLUTIONS], ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    for _, source in markdown_cells(stored_notebook(path)):
        for target in re.findall(r"\]\(([^)#]+)", source):
            if not target.startswith(("http", "mailto")):
                assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_is_stored_as_refresh_stores_it(path):
    # Otherwise the next `make refresh` would change lines that nobody touched.
    text = path.read_text(encoding="utf-8")
    assert text == nbformat.writes(files.normalise(stored_notebook(path))).rstrip("\n") + "\n"


def good():
    """Return a small notebook that keeps to every rule."""
    alt = "Bars: 284,315 legitimate rows and 492 frauds."
    figure = new_output(
        "display_data",
        {"image/png": "aGk=", "text/plain": alt},
        metadata={"image/png": {"alt": alt}},
    )
    html = f'<img alt="{alt}" src="data:image/png;base64,/home/aGk=">'
    cells = [
        new_markdown_cell(
            "# Load\n\n## Why\nSee https://example.org/home/x and ![A map](map.png)."
        ),
        new_code_cell("%matplotlib inline\nx = 1 / 2", execution_count=1),
        new_markdown_cell("```bash\nmake lab\n# not a heading\n```\n<img src='a.png' alt='A map'>"),
        new_code_cell("x", execution_count=2, outputs=[figure]),
        new_code_cell(
            "x", execution_count=3, outputs=[new_output("display_data", {"text/html": html})]
        ),
        new_code_cell(
            "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('error')",
            execution_count=4,
            outputs=[new_output("stream", text="0.5\n")],
        ),
    ]
    for n, cell in enumerate(cells):
        cell["id"] = f"cell-{n}"
    return files.normalise(new_notebook(cells=cells))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_good_notebook_passes(rule):
    assert rule(good()) == []


def source(text, number=3):
    """Return an edit that replaces the source of one cell of the good notebook."""
    return lambda notebook: notebook.cells[number].update(source=text)


def shows(kind, content, **more):
    """Return an edit that gives the second code cell one output."""
    output = new_output(kind, content, **more) if content else new_output(kind, **more)
    return lambda notebook: notebook.cells[3].update(outputs=[output])


@pytest.mark.parametrize(
    ("rule", "edit"),
    [
        (executed_in_order, lambda nb: nb.cells[1].update(execution_count=None)),
        (executed_in_order, lambda nb: nb.cells[3].update(execution_count=1)),
        (no_empty_cells, source(" \n")),
        (no_empty_cells, source("", number=2)),
        (no_errors_or_warnings, shows("stream", {}, name="stderr", text="Warning")),
        (no_errors_or_warnings, shows("error", {}, ename="E", evalue="", traceback=[])),
        (no_absolute_paths, source("open('/home/ada/x.csv')")),
        (no_absolute_paths, source("Look in /Users/ada/data.", number=2)),
        (no_absolute_paths, source(r"open('C:\\Users\\x.csv')".replace("\\\\", "\\"))),
        (no_absolute_paths, shows("display_data", {"text/html": "<a href='file:///x'>x</a>"})),
        (no_absolute_paths, shows("stream", {}, text="read (/tmp/pytest/x.csv)\n")),
        (no_memory_addresses, shows("display_data", {"text/plain": "<Axes at 0x7f01ab>"})),
        (no_shell, source("!ls")),
        (no_shell, source("files = !ls")),
        (no_shell, source("%%bash\nls")),
        (no_shell, source("%pip install x")),
        (no_shell, source("%matplotlib widget")),
        (no_shell, source("x?")),
        (no_shell, source("import os\nos.system('ls')")),
        (no_downloads, source("load_creditcard(source='openml')")),
        (no_downloads, source("fetch_openml('creditcard')")),
        (no_global_warning_filters, source("import warnings\nwarnings.filterwarnings('ignore')")),
        (no_global_warning_filters, source("from warnings import simplefilter\nsimplefilter('x')")),
        (images_have_alt_text, source("![](a.png)", number=2)),
        (images_have_alt_text, source("![ ][a]", number=2)),
        (images_have_alt_text, source('<p><img src="a.png"></p>', number=2)),
        (images_have_alt_text, source('<img alt="" src="a.png"/>', number=2)),
        (figures_have_alt_text, shows("display_data", {"image/png": "aGk="})),
        (figures_have_alt_text, shows("display_data", {"image/svg+xml": "<svg/>"})),
        (figures_have_alt_text, shows("display_data", {"text/html": "<img src='x' alt='Bars'>"})),
        (no_code_in_prose, source("Run\n```python\nx = 1\n```", number=2)),
        (no_code_in_prose, source("~~~ Py\nx = 1\n~~~", number=2)),
        (no_code_in_prose, source("```{code-cell}\nx = 1\n```", number=2)),
        (one_title, source("# Again", number=2)),
        (one_title, source("Again\n=====", number=2)),
        (one_title, source("## Load", number=0)),
        (one_title, source("Hello\n\n# Load", number=0)),
        (short_cells, source("x = 1\n" * 26)),
        (short_cells, source("x = 1\n" * 12)),
        (short_cells, lambda nb: [cell.update(source="x = 1\n" * 5) for _, cell in code_cells(nb)]),
        (unique_ids, lambda nb: nb.cells[2].update(id="cell-1")),
        (clean_metadata, lambda nb: nb.metadata.update(widgets={})),
        (clean_metadata, lambda nb: nb.metadata.kernelspec.update(name="smote")),
        (clean_metadata, lambda nb: nb.metadata.language_info.update(version="3.11.7")),
        (clean_metadata, lambda nb: nb.cells[1].metadata.update(execution={})),
        (clean_metadata, lambda nb: nb.cells[1].metadata.update(scrolled=True)),
    ],
)
def test_a_breach_is_caught(rule, edit):
    notebook = good()
    edit(notebook)
    assert rule(notebook)
