# Every target does its own set-up: it finds or fetches uv (into .tools/), brings .venv in line with
# uv.lock, and then works. Needed beforehand: make, and any python3 that runs tools/get_uv.py.

PYTHON ?= python3
LESSONS ?=
SUBMISSIONS ?=
ATTEMPT ?=
ROSTER ?=
COLUMN ?=
FILE ?=
STUDY ?= lesson10
SCHEDULER ?=
PARTS ?=
ARGS ?=
CLASSROOM ?= /srv/smote-course

# Another environment that is active in the user's shell must not leak into the course's own. With
# PYTHONOPTIMIZE set, Python would skip the asserts by which lessons and tests prove what they say.
unexport VIRTUAL_ENV CONDA_PREFIX PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PYTHONOPTIMIZE
# uv.lock names PyPI's own files. With another index uv would take it for out of date.
unexport UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL
# Recipes read these from the environment: a name may hold blanks, quotes and apostrophes.
export LESSONS SUBMISSIONS ATTEMPT ROSTER COLUMN FILE STUDY SCHEDULER PARTS
# What is given on this command line is not meant for a make that a recipe starts, such as a test's.
MAKEOVERRIDES =
unexport ARGS
# In the bare C locale, Python cannot start from a clone whose path has letters such as é.
ifneq ($(filter C POSIX,$(LC_ALL)),)
export LC_ALL := C.UTF-8
endif
# The system's certificates, as git uses them: they know a school's or company's proxy.
UV_SYSTEM_CERTS ?= 1
export UV_SYSTEM_CERTS

# Where the home folder or its cache cannot be written, .tools/ takes their place: uv, Jupyter
# and Matplotlib all write there. UV_CACHE_DIR is left alone if the user has set it.
HOUSE = test -w "$$HOME" || { HOME=$$PWD/.tools/home; unset XDG_CACHE_HOME; \
	mkdir -p "$$HOME" 2>/dev/null || HOME=$$(mktemp -d); export HOME; }; \
	cache=$${UV_CACHE_DIR:-$${XDG_CACHE_HOME:-$$HOME/.cache}/uv}; \
	{ mkdir -p "$$cache" && test -w "$$cache"; } 2>/dev/null || \
		export UV_CACHE_DIR="$${UV_CACHE_DIR:-$$PWD/.tools/uv-cache}"

# What a target needs beyond the learner's packages. --inexact keeps what other targets installed.
EXTRAS =
test quick: EXTRAS = --group dev --extra parquet
lint: EXTRAS = --group dev
site: EXTRAS = --group site
bench: EXTRAS = --group bench
catalogue: EXTRAS = --group study
parquet: EXTRAS = --extra parquet
classroom: EXTRAS = --group classroom
classroom-test: EXTRAS = --group dev --extra parquet
experiments: EXTRAS = $(if $(filter real-sets,$(STUDY)),--group study) $(if $(SCHEDULER),--group cluster)

# Relative paths and a quoted shell variable: the clone may lie under any path. A folder that is only
# read is used as it was set up.
SETUP = $(HOUSE); if test -w .; then \
	{ uv=$$($(PYTHON) tools/get_uv.py) && "$$uv" sync --locked --inexact $(EXTRAS); } || \
	{ echo 'The set-up failed: the lines above say why. It needs Python 3.11 or later and, the first time, a network; behind a proxy, HTTPS_PROXY has to name it.' >&2; exit 1; }; \
	elif test -x .venv/bin/python; then uv=; PATH=$$PWD/.venv/bin:$$PATH; export PATH; \
	else echo 'This folder cannot be written and is not set up: let its owner run make setup in it, with a Python that you can run too, or copy it to a folder of your own.' >&2; exit 1; fi
EXEC = exec $${uv:+"$$uv" run --no-sync} python
RUN = $(SETUP); $(EXEC) -m

# A handout has no solutions: there, help leaves out what needs them, and `course` says so.
REPOSITORY := $(wildcard notebooks/solutions)

.PHONY: help lab course progress review data real-results setup parquet clean site slides handout grade desk classroom test quick refresh exercises quizzes experiments catalogue refit fidelity bench race lint classroom-test

help:
	@echo 'For learners'
	@echo '  make lab          open the course in JupyterLab'
	@echo '  make course       run every lesson, print the times and the final comparison (LESSONS="03 04" runs some)'
	@echo '  make progress     show which lessons you have done, and your exercises and quizzes'
	@echo '  make review       ask you questions of the quizzes again (ARGS=--list prints them)'
	@echo '  make data         write the stand-in for the credit card file to data/'
	@echo '  make real-results store what the lessons find on your real file (FILE=creditcard.csv)'
	@echo '  make setup        install the packages and do nothing else, such as on a share that others only read'
	@echo '  make parquet      install what reads Parquet files and the download from OpenML'
	@echo '  make clean        remove build/ and caches; the environment stays'
ifneq ($(REPOSITORY),)
	@echo 'For teachers'
	@echo '  make site         build the course as pages, without answers (TEACHER=1: with solutions and the guide)'
	@echo '  make slides       make slides of the lessons, with notes for the speaker (LESSONS="03 04" makes some)'
	@echo '  make handout      pack the course without solutions into build/handout/'
	@echo '  make grade        grade returned notebooks (SUBMISSIONS=folder or zip); fill the platform'"'"'s table (ROSTER=file.csv)'
	@echo '  make desk         check projects of the fraud desk (SUBMISSIONS=folder or zip): twelve checks and a rubric to fill'
	@echo '  make classroom    start a JupyterHub for a class on this computer (ROSTER=learners.csv; docs/classroom.md)'
	@echo 'For contributors'
	@echo '  make test         run all tests, notebooks included (ARGS="-k simulator" passes options to pytest)'
	@echo '  make quick        run the tests but for the slow ones, and the lessons that you have changed (a minute)'
	@echo '  make refresh      re-execute lessons and solutions and store their outputs (LESSONS="03 ex_03" takes some)'
	@echo '  make exercises    write the exercises again from notebooks/solutions/'
	@echo '  make quizzes      write the quizzes into the lessons, from helpers/checks/questions/'
	@echo '  make experiments  compute the stored results of lesson 10 again (takes about 15 minutes); the study on'
	@echo '                    real sets with STUDY=real-sets, on a cluster with SCHEDULER=tcp://... (docs/real-sets.md)'
	@echo '  make catalogue    count the real sets again, for data/real_sets.csv'
	@echo '  make refit        fit the stand-in to a real file again (FILE=path)'
	@echo '  make fidelity     compare the stand-in with a real file (FILE=path): numbers, figure, table in data/'
	@echo '  make bench        race the fast cleaners against imbalanced-learn (FULL=1: at full size too)'
	@echo '  make race         time this tree against the first edition, side by side (ARGS="--parts course")'
	@echo '  make lint         check code style and the direction of imports'
	@echo '  make classroom-test  try the class server with three Unix users, which it makes and removes (as root)'
endif
	@echo 'Each sets itself up first. COURSE_DATA=path makes lessons read a real credit card file.'

review:
	@$(RUN) helpers.course review $(ARGS)

course:
	@$(RUN) helpers.course run $$LESSONS $(ARGS)

lab:
	@$(RUN) helpers.course lab $(ARGS)

test quick:
	@$(RUN) helpers.course $@ $(ARGS)

refresh:
	@$(RUN) helpers.course refresh $$LESSONS $(ARGS)

progress exercises quizzes handout:
	@$(RUN) helpers.course $@

grade:
	@test -n "$$SUBMISSIONS" || { echo 'Say which folder: make grade SUBMISSIONS=folder' >&2; exit 2; }
	@$(RUN) helpers.course grade "$$SUBMISSIONS" $(if $(ROSTER),--roster "$$ROSTER") \
		$(if $(COLUMN),--column "$$COLUMN") $(if $(ATTEMPT),--attempt "$$ATTEMPT") $(ARGS)

desk:
	@test -n "$$SUBMISSIONS" || { echo 'Say which folder: make desk SUBMISSIONS=folder' >&2; exit 2; }
	@$(RUN) helpers.course desk "$$SUBMISSIONS" $(ARGS)

experiments:
	@$(RUN) helpers.study "$$STUDY" $(if $(SCHEDULER),--scheduler "$$SCHEDULER") $(if $(PARTS),--parts "$$PARTS") $(ARGS)

catalogue:
	@$(SETUP); $(EXEC) tools/catalogue_real_sets.py

refit:
	@test -n "$$FILE" || { echo 'Say which file: make refit FILE=path' >&2; exit 2; }
	@$(SETUP); $(EXEC) tools/fit_simulator.py "$$FILE" $(ARGS)

fidelity:
	@$(SETUP); $(EXEC) tools/fidelity_report.py $(if $(FILE),"$$FILE") $(ARGS)

# An environment that learners can read and not write, with a Python that they can run. What they
# cannot compile at every start is compiled here.
classroom: export UV_PROJECT_ENVIRONMENT = $(CLASSROOM)/env
classroom: export UV_PYTHON ?= /usr/bin/python3
classroom: export UV_COMPILE_BYTECODE = 1
classroom: export CLASSROOM := $(CLASSROOM)
classroom:
	@$(PYTHON) classroom/needs.py || exit 1; umask 022; mkdir -p "$$CLASSROOM"; \
		$(SETUP); exec "$$uv" run --no-sync python -m classroom.start $(if $(ROSTER),--roster "$$ROSTER") $(ARGS)

classroom-test:
	@$(RUN) helpers.course test tests/classroom --classroom $(ARGS)

data:
	@$(RUN) helpers.course data

real-results:
	@test -n "$$FILE" || { echo 'Say which file: make real-results FILE=creditcard.csv' >&2; exit 2; }
	@$(RUN) helpers.course real-results "$$FILE" $(ARGS)

setup parquet:
	@$(SETUP)

bench:
	@$(RUN) helpers.experiments.cleaning_benchmark $(if $(FULL),--full) $(ARGS)

site:
	@$(RUN) helpers.course site $(if $(TEACHER),--teacher) $(ARGS)

slides:
	@$(RUN) helpers.course slides $$LESSONS $(ARGS)

race:
	@$(PYTHON) tools/race.py $(ARGS)

lint:
	@$(SETUP); "$$uv" run --no-sync ruff check && "$$uv" run --no-sync ruff format --check && "$$uv" run --no-sync lint-imports

clean:
	rm -rf build .pytest_cache .ruff_cache .hypothesis
	find helpers tools $(wildcard tests) -name __pycache__ -type d -prune -exec rm -rf {} +
