# Everything a developer runs. CI calls the same targets.
.DEFAULT_GOAL := help
.PHONY: help run test codegen lint check fmt bench ts docs clean

LISTEN ?= 127.0.0.1:8000
CODEGEN = cargo run --quiet --package specwire-codegen --bin codegen --

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: codegen ## generate, build and start the server on 127.0.0.1:8000 (LISTEN=host:port changes it)
	cargo run --release --package specwire-server --bin server -- --listen $(LISTEN)

test: ts-deps chromium ## every test: Rust, TypeScript, browser
	cargo build --workspace --bins
	cargo test --workspace
	cargo test --package specwire-runtime --features model --lib model::
	npm --prefix ts-out test
	npm --prefix e2e test

codegen: ## schema/ -> generated/, bench/schema/ -> bench/generated/
	$(CODEGEN) generate
	$(CODEGEN) generate --config bench/codegen.toml

lint: ## check the documents under schema/
	$(CODEGEN) lint

check: ts-deps ## formatting, lints, drift of generated/ and of generated docs
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy --package specwire-runtime --lib --tests --features model -- -D warnings
	$(CODEGEN) lint --deny warnings
	$(CODEGEN) generate --check
	$(CODEGEN) generate --check --config bench/codegen.toml
	npm --prefix ts-out run lint
	npm --prefix ts-out run typecheck
	npm --prefix e2e run types

fmt: ts-deps ## format Rust and TypeScript
	cargo fmt --all
	npm --prefix ts-out run format

bench: ## print the figures of docs/performance.md
	cargo bench --workspace
	cargo run --quiet --release --package specwire-bench -- load

ts: ts-deps ## build the npm package into ts-out/dist
	npm --prefix ts-out run build

docs: ## renew what the docs derive from the code
	$(CODEGEN) rules --format markdown > docs/rules.md

clean: ## remove what builds leave behind
	cargo clean
	rm -rf ts-out/dist ts-out/node_modules e2e/dist e2e/node_modules

.PHONY: ts-deps chromium
ts-deps: ts-out/node_modules/.package-lock.json e2e/node_modules/.package-lock.json

%/node_modules/.package-lock.json: %/package-lock.json
	npm --prefix $* ci --no-audit --no-fund
	@touch $@

# Debian's package where there is none yet; the browser tests say so where it cannot be had.
chromium:
	@bash ts-out/scripts/install-chromium.sh || echo 'Chromium could not be installed: browser tests will be skipped'
