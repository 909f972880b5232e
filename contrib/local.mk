# What stands beside the programs: the two commands, the demo district, examples for an installation.
EXTRA_DIST += .ci/run contrib/run contrib/test contrib/coverage contrib/fuzz contrib/lint contrib/lib.sh contrib/mariadb \
	contrib/disclosured.service.in contrib/demo contrib/demo.mjs contrib/client.mjs contrib/lighthouse contrib/lighthouse.mjs contrib/lighthouse_limits.mjs \
	contrib/receiver/README.md contrib/receiver/receiver.mjs \
	contrib/demo-cases/after.mjs contrib/demo-cases/asking.mjs contrib/demo-cases/calendar.mjs \
	contrib/demo-cases/channels.mjs contrib/demo-cases/clocks.mjs contrib/demo-cases/coverage.mjs \
	contrib/demo-cases/fees.mjs contrib/demo-cases/first.mjs contrib/demo-cases/frame.mjs \
	contrib/demo-cases/open.mjs contrib/demo-cases/outcomes.mjs contrib/demo-cases/story.mjs

dist_doc_DATA += README.md README.zh-CN.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md LICENSE
docsdir = $(docdir)/docs
dist_docs_DATA = docs/apply.png docs/case.png docs/follow.png docs/machine.svg docs/queue.png
dist_man_MANS += man/disclosured.8 man/disclosurectl.8
dist_pkgdata_DATA += contrib/demo-district.json

examplesdir = $(docdir)/examples
dist_examples_DATA = contrib/disclosured.conf contrib/nginx.conf

# Below the prefix, where systemd looks for /usr and for /usr/local alike.
unitdir = $(prefix)/lib/systemd/system
unit_DATA = contrib/disclosured.service
sysusersdir = $(prefix)/lib/sysusers.d
dist_sysusers_DATA = contrib/sysusers.d/disclosured.conf
CLEANFILES += contrib/disclosured.service

if HAVE_SYSTEMD
unit_type = notify
else
unit_type = exec
endif
contrib/disclosured.service: contrib/disclosured.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) contrib && \
	sed -e 's,[@]type[@],$(unit_type),' -e 's,[@]sbindir[@],$(sbindir),g' \
		-e 's,[@]sysconfdir[@],$(sysconfdir),g' $(srcdir)/contrib/disclosured.service.in >$@.tmp && \
	! grep -n "@[a-z]*@" $@.tmp && mv $@.tmp $@

# "make distcheck" asks whether the release is whole; how well it is optimised is not the question.
AM_DISTCHECK_CONFIGURE_FLAGS = CFLAGS='-O1 -g'
