"""Settings of Sphinx for the course's site; `helpers.teaching.site` lays out what it reads.

The outputs are those that the repository stores, so nothing is executed. No page asks another host.
"""

import os
import re
from pathlib import Path

project = "SMOTE for imbalanced classification, opened up"
author = "the authors of smote-course"
copyright = f"2026, {author}; texts and figures CC BY 4.0"
language = "en"
root_doc = "index"
extensions = ["myst_nb", "sphinx_copybutton"]

nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
suppress_warnings = ["mystnb.unknown_mime_type"]  # what JupyterLab shows where a site shows HTML

repository = os.environ.get("SITE_REPOSITORY", "")
html_theme = "sphinx_book_theme"
html_title = "SMOTE, opened up"
html_context = {"default_mode": "auto"}
html_static_path = ["static", os.environ["SITE_MATHJAX"]]
html_css_files = ["site.css"]
html_favicon = "static/icon.svg"
html_theme_options = {
    "use_fullscreen_button": False,
    "use_download_button": True,
    "navbar_persistent": [],  # the search stands in the menu
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "extra_footer": "<p>Code: BSD 3-Clause. Texts and figures: CC BY 4.0.</p>",
}
if repository:
    html_theme_options |= {
        "repository_url": repository,
        "repository_branch": "main",
        "use_repository_button": True,
        "launch_buttons": {
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
            "notebook_interface": "jupyterlab",
        },
    }
# From the site itself; a page without formulas does not load it.
mathjax_path = "tex-chtml.js"

# What axe-core finds wrong in the theme and in tables, and what is right instead.
REPAIRS = [
    # the name of a button has to contain the text that it shows
    (r'(<button [^>]*search-button__button[^>]*?) aria-label="Search"', r"\1"),
    # so has that of a folded cell, "Show code cell source"
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
    # the upper left corner of a table is no heading of anything
    (r"<th([^>]*)>(<p></p>)?\s*</th>", r"<td\1></td>"),
    # what scrolls has to be reached by keyboard
    ('<table border="1" class="dataframe">', '<table border="1" class="dataframe" tabindex="0">'),
    ('<table class="table">', '<table class="table" tabindex="0">'),
    # what lies outside every landmark is not found by those who jump between them
    (
        '<div id="pst-primary-sidebar"',
        '<div id="pst-primary-sidebar" role="complementary" aria-label="Course"',
    ),
]


def repair(app, error):
    """Repair the finished pages."""
    if error is None:
        for page in Path(app.outdir).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            for wrong, right in REPAIRS:
                text = re.sub(wrong, right, text)
            page.write_text(text, encoding="utf-8")


def setup(app):
    """Register what is done at the end."""
    app.connect("build-finished", repair)
