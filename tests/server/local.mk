# Check programs for server/.
