"""The commands of `nigao`, one module a group; `webapp.cli` loads only the one that is called."""
