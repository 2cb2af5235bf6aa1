# Commands and the command palette
