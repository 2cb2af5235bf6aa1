# Errors: what went wrong, where, why, what to do
