# whyfix: `make serve` shows the site, `make check` runs every test; both install what they need (Debian).
# `make help` lists the rest.

VERSION  = 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
VARIANT ?= release
PORT    ?= 8080

CC      ?= cc
B        = build/$(VARIANT)
OUTPUT   = $(if $(filter release,$(VARIANT)),build,$(B))

# ---- Debian packages; the README says what each is for ------------------------------------------------------------
BUILD_PACKAGES = gcc libc6-dev pkg-config libcmark-gfm-dev libcmark-gfm-extensions-dev libxml2-dev libsqlite3-dev \
                 libyaml-dev libutf8proc-dev libopencc-dev libopencc-data opencc libxxhash-dev libfcgi-dev libmicrohttpd-dev libjansson-dev libmariadb-dev libseccomp-dev \
                 zlib1g-dev libbrotli-dev
TEST_PACKAGES  = $(BUILD_PACKAGES) libcmocka-dev lighttpd nginx-light apache2-bin wrk media-types chromium fonts-noto-cjk sphinxsearch mariadb-client brotli spawn-fcgi curl python3 \
                   python3-jsonschema strace clang libclang-rt-14-dev groff-base lintian dpkg-dev binutils

# ---- flags --------------------------------------------------------------------------------------------------------
LIBRARIES     = libcmark-gfm sqlite3 yaml-0.1 jansson zlib libbrotlienc
LOADED        = libxml-2.0 libmicrohttpd opencc libmariadb# with their first use
WARNINGS      = -std=c17 -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
CPPFLAGS      = -D_GNU_SOURCE -DWHYFIX_VERSION='"$(VERSION)"' -Isrc -Isrc/base -I$(B)/generated
CFLAGS_release = -O3 -g -flto=auto -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_FORTIFY_SOURCE=2
AR_release     = gcc-ar
AR_profile     = gcc-ar
AR_asan        = ar
AR_fuzz        = ar
AR_coverage    = ar
CFLAGS_profile = $(CFLAGS_release)
LDFLAGS_profile = -flto=auto -pie -fprofile-generate
CFLAGS_coverage = -O0 -g -fPIE --coverage -DCOVERAGE
LDFLAGS_coverage = -pie --coverage
CFLAGS_asan   = -O1 -g -fPIE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_fuzz   = -O1 -g -fPIE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS_release = -flto=auto -pie -Wl,-z,relro,-z,now,-z,pack-relative-relocs,-z,noseparate-code,--as-needed -Wl,--gc-sections
LDFLAGS_asan  = -pie -fsanitize=address,undefined
LDFLAGS_fuzz  = -pie -fsanitize=fuzzer,address,undefined
CFLAGS       ?=
LDFLAGS      ?=
ifneq ($(shell command -v pkg-config),)
LIBRARY_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES) $(LOADED) 2>/dev/null)
LIBRARY_LIBS   := -lcmark-gfm-extensions $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lxxhash -lfcgi -lpthread -lm
endif
# Both programs are started often, and briefly. What they always need is linked in, so that nothing is looked up and
# relocated at each start; the endpoint, which loads nothing later, has its libc in it too. Sanitizers want dynamic ones.
TOOL_LIBS_release = -Wl,-Bstatic -lcmark-gfm-extensions -lcmark-gfm -lsqlite3 -lyaml -ljansson -lbrotlienc -lbrotlicommon -lz \
                    -lxxhash -Wl,-Bdynamic -lpthread
TOOL_MATH_release = $(B)/obj/base/mathematics.o
TOOL_LIBS        = $(or $(TOOL_LIBS_$(VARIANT)),$(LIBRARY_LIBS))
CGI_LIBS_release = -static-pie -Wl,--no-warnings -lsqlite3 -lxxhash -lfcgi -ljansson -lpthread -lm
CGI_LIBS         = $(or $(CGI_LIBS_$(VARIANT)),-lsqlite3 -lxxhash -lfcgi -ljansson -lpthread -lm)
# A release is compiled twice: the first program counts what it does while it builds content/ and the golden cases, and
# the compiler lays out the second by that. `make PROFILE=` does without, in half the time: for a program that is 5 %
# slower. Both name what they count alike; what depends on addresses is not counted, and there is one thread, so that
# the same sources make the same bytes.
ifeq ($(origin PROFILE),undefined)
PROFILE := $(if $(shell $(CC) --version 2>/dev/null | grep -i clang),,yes)
endif
COUNTS   = -dumpdir build/profile/obj/$(*D)/ -dumpbase $(*F).c -dumpbase-ext .c -fno-profile-values
PROFILE_profile = $(COUNTS) -fprofile-generate
PROFILE_release = $(if $(PROFILE),$(COUNTS) -fprofile-use -fprofile-partial-training -fprofile-correction \
                  -Wno-missing-profile -Wno-coverage-mismatch)
LEARNT   = $(if $(PROFILE),$(if $(filter release,$(VARIANT)),build/profile/learnt))
# The same bytes wherever the checkout is.
ANYWHERE = -ffile-prefix-map=$(CURDIR)=.
COMPILE = $(CC) $(CPPFLAGS) $(WARNINGS) $(ANYWHERE) $(CFLAGS_$(VARIANT)) -ffunction-sections -fdata-sections $(CFLAGS) \
          $(LIBRARY_CFLAGS) -MMD -MP
LINK    = $(CC) $(ANYWHERE) $(CFLAGS_$(VARIANT)) $(CFLAGS) $(LDFLAGS_$(VARIANT)) $(LDFLAGS)

# ---- what is made of what -----------------------------------------------------------------------------------------
GENERATORS = $(wildcard src/*/generate_*.c)
ROOM_FILES = $(filter-out $(GENERATORS) %/cgi_main.c %/mathematics.c,$(wildcard src/*/*.c))
objects    = $(patsubst src/%.c,$(B)/obj/%.o,$(1))
LIBRARY    = $(B)/libwhyfix.a
GENERATED  = $(B)/generated/fold_table.inc $(B)/generated/builtin_files.inc $(B)/generated/schema.inc \
             $(B)/generated/regional.inc $(B)/generated/sandbox_filter.inc $(B)/generated/record_schema.inc \
             $(B)/generated/mcp_tools.inc
FUZZERS    = $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
UNIT_TESTS = $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))

.PHONY: all dynamic serve check bench packages test-packages install clean asan unit fuzzers fuzz faults deb coverage format tidy help
.DELETE_ON_ERROR:
.SECONDARY:

all: $(OUTPUT)/whyfix $(OUTPUT)/whyfix.cgi $(OUTPUT)/whyfix-backend.cgi

$(OUTPUT)/whyfix: $(B)/obj/main.o $(TOOL_MATH_$(VARIANT)) $(LIBRARY)
	@echo "  LINK  $@"
	@$(LINK) -o $@ $^ $(TOOL_LIBS)

$(OUTPUT)/whyfix.cgi: $(B)/obj/web/cgi_main.o $(LIBRARY)
	@echo "  LINK  $@"
	@$(LINK) -o $@ $^ $(CGI_LIBS)

# The same, linked dynamically: WHYFIX_BACKEND loads a library.
$(OUTPUT)/whyfix-backend.cgi: $(B)/obj/web/cgi_main.o $(LIBRARY)
	@echo "  LINK  $@"
	@$(LINK) -o $@ $^ -lsqlite3 -lxxhash -lfcgi -ljansson -lpthread -lm

# The tool again, for tests that make calls of its libraries fail.
dynamic: $(B)/whyfix-dynamic
$(B)/whyfix-dynamic: $(B)/obj/main.o $(LIBRARY)
	@echo "  LINK  $@"
	@$(LINK) -o $@ $^ $(LIBRARY_LIBS)

$(LIBRARY): $(call objects,$(ROOM_FILES))
	@rm -f $@
	@$(AR_$(VARIANT)) rcs $@ $^

$(B)/obj/%.o: src/%.c | $(GENERATED) $(LEARNT)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(COMPILE) $(PROFILE_$(VARIANT)) -c -o $@ $<

# In which order a file system lists what it has says nothing.
$(B)/obj/base/tree_list.o: PROFILE_profile =
$(B)/obj/base/tree_list.o: PROFILE_release =

# Once: what a file that has changed since does often is taken to be what it did.
build/profile/learnt: export WHYFIX_JOBS = 1
build/profile/learnt: export SOURCE_DATE_EPOCH = 1000000000
build/profile/learnt:
	@$(MAKE) --no-print-directory VARIANT=profile build/profile/whyfix
	@find build/profile/obj -name '*.gcda' -delete
	@echo "  LEARN content/ tests/golden/"
	@rm -rf build/profile/learn && mkdir build/profile/learn
	@cp -r content build/profile/learn/ && cp -r tests/golden build/profile/learn/content/
	@build/profile/whyfix -C build/profile/learn build -o build/profile/site 2> build/profile/learn/said || \
	    tail -1 build/profile/learn/said
	@touch $@

$(B)/obj/base/mathematics.o: CFLAGS += -fno-builtin -fno-lto
$(B)/obj/text/fold.o: $(B)/generated/fold_table.inc
$(B)/obj/site/builtin.o: $(B)/generated/builtin_files.inc
$(B)/obj/index/schema.o: $(B)/generated/schema.inc
$(B)/obj/index/regional.o: $(B)/generated/regional.inc

$(B)/generated/fold_table.inc: src/text/generate_fold.c src/text/fold_table.h
	@mkdir -p $(@D)
	@$(CC) -O1 -D_GNU_SOURCE $(shell pkg-config --cflags opencc libutf8proc) -o $(B)/generated/generate_fold $< \
	    $(shell pkg-config --libs opencc libutf8proc)
	@$(B)/generated/generate_fold > $@

$(B)/obj/web/sandbox.o: $(B)/generated/sandbox_filter.inc

$(B)/generated/sandbox_filter.inc: src/web/generate_filter.c
	@mkdir -p $(@D)
	@$(CC) -O1 -D_GNU_SOURCE $(if $(filter release,$(VARIANT)),,-DSANITIZED) -o $(B)/generated/generate_filter $< -lseccomp
	@$(B)/generated/generate_filter > $@

$(B)/generated/generate_files: src/base/generate_files.c
	@mkdir -p $(@D)
	@$(CC) -O1 -D_GNU_SOURCE -o $@ $<

BUILTIN_FILES = $(sort $(wildcard templates/* static/*))
$(B)/generated/builtin_files.inc: $(B)/generated/generate_files $(BUILTIN_FILES) templates static
	@$< builtin_files $(BUILTIN_FILES) > $@

$(B)/obj/export/record_schema.o: $(B)/generated/record_schema.inc

$(B)/generated/record_schema.inc: $(B)/generated/generate_files src/export/record.schema.json
	@$< record_schema_files src/export/record.schema.json > $@

$(B)/obj/web/mcp_tools.o: $(B)/generated/mcp_tools.inc

$(B)/generated/mcp_tools.inc: $(B)/generated/generate_files src/web/tools.json
	@$< tools_files src/web/tools.json > $@

$(B)/generated/schema.inc: $(B)/generated/generate_files src/index/schema.sql
	@$< schema_files src/index/schema.sql > $@

OPENCC_DATA = /usr/share/opencc
$(B)/generated/regional.inc: $(B)/generated/generate_files
	@opencc_dict -f ocd2 -t text -i $(OPENCC_DATA)/TWPhrases.ocd2 -o $(B)/generated/regional.txt
	@$< regional_files $(B)/generated/regional.txt > $@

-include $(shell find build -type f -name '*.d' 2>/dev/null)

# ---- the two commands ---------------------------------------------------------------------------------------------
# Installs those of the packages in $(1) that are missing; asks for nothing, and needs no network if none is.
define install_packages
@missing=; for p in $(1); do \
    dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || missing="$$missing $$p"; done; \
if [ -n "$$missing" ]; then \
    echo "Installing Debian packages:$$missing"; \
    root=; [ "$$(id -u)" = 0 ] || root="sudo"; \
    $$root env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get update -qq && apt-get install -y -qq --no-install-recommends '"$$missing" >&2 || \
        { echo "could not install:$$missing" >&2; exit 1; }; \
fi
endef

packages:
	$(call install_packages,$(BUILD_PACKAGES))

test-packages: node_modules/.package-lock.json
	$(call install_packages,$(TEST_PACKAGES))

# Node.js that is there already is taken; Debian's comes with npm.
node_modules/.package-lock.json: package-lock.json
	$(call install_packages,$(if $(shell command -v npm),,nodejs npm))
	@npm ci --no-audit --no-fund --silent
	@touch $@

serve: packages
	@$(MAKE) --no-print-directory -s all
	@build/whyfix serve -p $(PORT)

check: test-packages
	@$(MAKE) --no-print-directory -s all dynamic
	@$(MAKE) --no-print-directory -s VARIANT=asan all unit
	@$(MAKE) --no-print-directory -s VARIANT=fuzz CC=clang fuzzers
	@python3 tests/run.py

# ---- the rest -----------------------------------------------------------------------------------------------------
unit: $(UNIT_TESTS)

$(B)/unit/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  TEST  $<"
	@$(COMPILE) -o $@ $< $(LIBRARY) $(LDFLAGS_$(VARIANT)) $(LIBRARY_LIBS) -lcmocka

fuzzers: $(FUZZERS)

$(B)/fuzz/%: tests/fuzz/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  FUZZ  $<"
	@$(COMPILE) -o $@ $< $(LIBRARY) $(LDFLAGS_$(VARIANT)) $(LIBRARY_LIBS)

BENCH_PACKAGES = $(TEST_PACKAGES) hugo nodejs
bench:
	$(call install_packages,$(BENCH_PACKAGES))
	@$(MAKE) --no-print-directory -s all
	@python3 tests/bench/bench.py $(PARTS)

SECONDS ?= 3600
fuzz: test-packages
	@$(MAKE) --no-print-directory -s VARIANT=fuzz CC=clang fuzzers
	@WHYFIX_FUZZ_SECONDS=$(SECONDS) python3 tests/run.py fuzz

faults: test-packages
	@$(MAKE) --no-print-directory -s all dynamic
	@$(MAKE) --no-print-directory -s VARIANT=asan all
	@WHYFIX_FAULTS=all python3 tests/run.py faults

asan:
	@$(MAKE) --no-print-directory VARIANT=asan all

SHARE = $(DESTDIR)$(PREFIX)/share
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/cgi-bin $(DESTDIR)$(PREFIX)/lib/systemd/system \
	    $(SHARE)/man/man1 $(SHARE)/man/man5 $(SHARE)/man/man8 $(SHARE)/doc/whyfix/examples \
	    $(SHARE)/bash-completion/completions $(SHARE)/zsh/vendor-completions $(SHARE)/fish/vendor_completions.d
	install -m 755 build/whyfix $(DESTDIR)$(PREFIX)/bin/whyfix
	install -m 755 build/whyfix.cgi build/whyfix-backend.cgi $(DESTDIR)$(PREFIX)/lib/cgi-bin/
	install -m 644 src/package/whyfix.socket src/package/whyfix.service $(DESTDIR)$(PREFIX)/lib/systemd/system/
	build/whyfix help --man > $(SHARE)/man/man1/whyfix.1
	install -m 644 src/package/whyfix-site.5 $(SHARE)/man/man5/
	install -m 644 src/package/whyfix.cgi.8 $(SHARE)/man/man8/
	build/whyfix help --completion=bash > $(SHARE)/bash-completion/completions/whyfix
	build/whyfix help --completion=zsh > $(SHARE)/zsh/vendor-completions/_whyfix
	build/whyfix help --completion=fish > $(SHARE)/fish/vendor_completions.d/whyfix.fish
	install -m 644 README.md LICENSE src/package/changelog $(SHARE)/doc/whyfix/
	install -m 644 tests/e2e/*.conf $(SHARE)/doc/whyfix/examples/

DEB_PACKAGES = $(BUILD_PACKAGES) dpkg-dev binutils lintian
deb: packages
	$(call install_packages,$(DEB_PACKAGES))
	@$(MAKE) --no-print-directory -s all
	@src/package/deb.sh $(VERSION)
	@lintian --fail-on error,warning build/whyfix_$(VERSION)_*.deb

clean:
	rm -rf build

format:
	clang-format -i $(wildcard src/*.c src/*/*.c src/*/*.h tests/unit/*.c tests/unit/*.h tests/fuzz/*.c)

# Lines of src/ that the tests run; those that start the release build count for nothing here.
coverage: test-packages
	$(call install_packages,gcovr)
	@$(MAKE) --no-print-directory -s all dynamic
	@$(MAKE) --no-print-directory -s VARIANT=coverage all unit
	@find build/coverage -name '*.gcda' -delete
	@-WHYFIX_VARIANT=coverage WHYFIX_FUZZ_SECONDS=1 python3 tests/run.py $(WORDS) | tail -3
	@gcovr -r . --object-directory build/coverage -e 'tests/.*' -e 'build/.*' -e '.*generate_.*' --gcov-ignore-parse-errors \
	    --txt build/coverage.txt && tail -4 build/coverage.txt

CPPCHECK = cppcheck -q --enable=warning,performance,portability --std=c17 --error-exitcode=1 \
           --suppress=missingIncludeSystem -Isrc -Isrc/base -I$(B)/generated -D_GNU_SOURCE '-DWHYFIX_VERSION="x"' -j2
tidy: $(GENERATED)
	$(call install_packages,cppcheck clang-tidy)
	$(CPPCHECK) src
	clang-tidy --quiet $(ROOM_FILES) src/base/mathematics.c src/main.c src/web/cgi_main.c -- $(CPPFLAGS) -std=c17 $(LIBRARY_CFLAGS)

help:
	@echo "make serve    install, build, and serve content/ at http://127.0.0.1:$(PORT)/"
	@echo "make check    install, build, and run every test"
	@echo "make          build build/whyfix and build/whyfix.cgi"
	@echo "make install  PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)"
	@echo "make deb      a Debian package in build/, which lintian has looked at"
	@echo "make bench    PARTS=search: speed as ratios against what is known to be fast"
	@echo "make fuzz     SECONDS=$(SECONDS): look for inputs that break a parser"
	@echo "make faults   make every allocation and every call for a file or of SQLite fail, one after the other"
	@echo "make coverage  which lines of src/ the tests run: build/coverage.txt"
	@echo "make asan     build with AddressSanitizer and UBSan into build/asan/"
	@echo "make format   clang-format; make tidy: clang-tidy; make clean"
