# Check programs for notify/.
