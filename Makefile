# One command starts everything, one proves everything. `make help` lists them.

.DEFAULT_GOAL := help
PORT ?= 8000
DATA_DIR ?= .data
export PORT DATA_DIR
PYTHON := .venv/bin/python

help:  ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: install  ## Start a living demo community (PORT=8000, DATA_DIR=.data, FRESH=1 to start anew)
	@exec $(PYTHON) manage.py demo $(if $(filter 1,$(FRESH)),--fresh)

setup: install  ## Prepare a real site: asks, and writes the environment file
	@$(PYTHON) manage.py setup

test: install browser  ## Prove everything: lint, contracts, types, checks, all tests
	@sh bin/test

lint: install  ## Only what reads the code: ruff, templates, imports, types
	@sh bin/lint

shots: install browser  ## Screenshots of every named page into .shots/
	@$(PYTHON) -m tests.shots

mutation: install  ## Take each visible_to and each rule away in turn: does the suite notice?
	@$(PYTHON) -m tests.mutation $(if $(ONLY),--only $(ONLY))

bench: install  ## Measure pages against the floors (POSTS=1000000); prints a table
	@$(PYTHON) -m bench $(if $(POSTS),--posts $(POSTS)) $(BENCH)

install:
	@sh bin/install

browser:
	@sh bin/browser

.PHONY: help demo setup test lint shots mutation bench install browser
