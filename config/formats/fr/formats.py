"""What replaces Django's own formats for French."""

DATE_INPUT_FORMATS = ["%Y-%m-%d"]
