//! The checks: one file and one document for each kind of finding, one registry, one runner.
