"""What replaces Django's own formats for Spanish."""

DATE_INPUT_FORMATS = ["%Y-%m-%d"]
