"""What replaces Django's own formats for English."""

DATE_INPUT_FORMATS = ["%Y-%m-%d"]
