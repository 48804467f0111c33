"""The Flask application and the `nigao` command."""
