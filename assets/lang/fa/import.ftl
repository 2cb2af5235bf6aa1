# The import dialog and the import report
