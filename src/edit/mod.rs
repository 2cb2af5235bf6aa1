//! Edits: intents planned into change sets or refusals, and their history.
