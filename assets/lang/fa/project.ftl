# The project file, saving, recovery
