# Scenarios over HTTP against the running service.
