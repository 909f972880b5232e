# Check programs for db/.
