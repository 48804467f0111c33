"""From intention to file: templates and inputs become documents, documents become files."""
