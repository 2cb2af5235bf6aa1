//! What the program does without drawing: session, commands, background jobs, settings and words.
