# make run · make test · make lint · make bench: each sets up what it needs.
# Needs Python 3.11 or newer, git and make.

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

# The first of these that works and is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)

# One sets up at a time; the others wait for it, and then look again what is missing.
ALONE := $(PYTHON) .ci/alone var/setup.lock

# Tools that only read the code get settings that need nothing and touch nothing.
CHECKS := DEBUG=true DATABASE_URL=sqlite://:memory:

.DEFAULT_GOAL := help
.PHONY: help run password test lint format bench lock messages \
	runtime development system ready port environment

help:
	@echo 'make run [PORT=8000]  set up and serve the site on this machine'
	@echo 'make password         set a new password for the local editor'
	@echo 'make test             every test: SQLite, a real browser, PostgreSQL'
	@echo 'make lint             every check of the code'
	@echo 'make format           put the code in the form that the checks want'
	@echo 'make bench            measure speed and scale'
	@echo 'make messages         gather the words to translate, and compile them'
	@echo 'make lock             pin what requirements*.in ask for'

# Running --------------------------------------------------------------------

run: export DEBUG := true
run: export PYTHONUNBUFFERED := 1
run: port
	@$(ALONE) $(MAKE) -s --no-print-directory ready
	@$(PORT_IS_FREE)
	@echo
	@echo 'To set the editor a new password: make password'
	@echo 'The site:   http://127.0.0.1:$(PORT)/'
	@echo 'The admin:  http://127.0.0.1:$(PORT)/admin/'
	@echo
	@$(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

# Only under the lock. Here is everything that two must not do at once.
ready: $(VENV)/runtime.stamp
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py content load
	@$(BIN)/python manage.py ensure_editor

password: runtime
	@DEBUG=true $(BIN)/python manage.py changepassword editor

# Is the port a port, and free? Asked before anything slow, and again after it.
PORT_IS_FREE = $(PYTHON) -c 'import socket, sys; \
	p = sys.argv[1]; \
	p.isdecimal() and 0 < int(p) < 65536 or sys.exit(f"PORT={p} is not a port."); \
	s = socket.socket(); \
	s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
	s.connect_ex(("127.0.0.1", int(p))) and sys.exit(0); \
	sys.exit(f"Port {p} is busy. Stop what uses it, or choose another one: " \
	f"make run PORT={int(p) % 65535 + 1}")' '$(PORT)'

port: environment
	@$(PORT_IS_FREE)

# Tests and checks -----------------------------------------------------------

test: development system
	@$(BIN)/python -m tests.run

lint: development
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(CHECKS) $(BIN)/mypy
	$(CHECKS) $(BIN)/python manage.py makemigrations --check --dry-run
	DEBUG=false HTTPS=on ALLOWED_HOSTS=example.org DATABASE_URL=sqlite://:memory: \
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))')" \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

format: development
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

bench: development
	$(BIN)/python -m benchmarks.run

# Words ----------------------------------------------------------------------

# Sorted, and without dates or line numbers: only words make a difference. A fresh
# machine has no gettext, so what it compiles to is kept beside it.
messages: development
	@command -v msgfmt >/dev/null || { \
	echo 'gettext is needed (Debian: apt-get install gettext).' >&2; exit 1; }
	$(CHECKS) $(BIN)/python manage.py makemessages --locale fr --locale es \
	--no-location --no-obsolete --no-wrap \
	--ignore .venv --ignore var --ignore tests --ignore benchmarks
	@for po in locale/*/LC_MESSAGES/django.po; do \
	msgattrib --sort-output --no-wrap "$$po" \
	| grep -v '^"POT-Creation-Date: ' >"$$po.new" && mv "$$po.new" "$$po"; done
	$(CHECKS) $(BIN)/python manage.py compilemessages --ignore .venv \
	--locale fr --locale es
	@for po in locale/*/LC_MESSAGES/django.po; do \
	printf '%s: ' "$$po"; msgfmt --check-format --statistics --output-file=/dev/null "$$po"; \
	done

# Setting up -----------------------------------------------------------------

environment:
	@test -n '$(PYTHON)' || { \
	echo 'Python 3.11 or newer is needed, and was not found.' \
	'If it is elsewhere: make PYTHON=/path/to/python' >&2; exit 1; }

runtime development: environment
	@$(ALONE) $(MAKE) -s --no-print-directory $(VENV)/$@.stamp

# The files below are made only under the lock.
$(BIN)/python: | environment
	@echo 'Making a virtual environment in $(VENV)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	echo 'Python lacks its venv module (Debian: apt-get install python3-venv).' >&2; \
	exit 1; }

# A start that was killed may have left an environment without pip.
HAS_PIP := $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.txt | $(BIN)/python
	@$(HAS_PIP)
	@echo 'Installing requirements.txt'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/development.stamp: requirements-dev.txt | $(BIN)/python
	@$(HAS_PIP)
	@echo 'Installing requirements-dev.txt'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--require-hashes --requirement requirements-dev.txt
	@touch $@

# A browser, PostgreSQL and gettext, where the system lets us install them.
system: environment
	@$(ALONE) .ci/system

# pip-tools has an environment of its own, so that its needs pin none of ours.
LOCK := var/lock/bin/pip-compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-header --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host

lock: environment
	@test -x var/lock/bin/pip-compile || { $(PYTHON) -m venv var/lock \
	&& var/lock/bin/pip install --quiet --disable-pip-version-check pip-tools; }
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --constraint requirements.txt --output-file requirements-dev.txt \
	requirements-dev.in
