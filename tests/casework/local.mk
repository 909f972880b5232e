# Check programs for casework/.
