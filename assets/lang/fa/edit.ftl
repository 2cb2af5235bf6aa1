# Edits, their refusals, undo and redo
