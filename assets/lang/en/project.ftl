# The project file, saving, recovery
recovery-title = Unsaved work was left behind
recovery-text = The program ended suddenly last time. The changes to “{ $title }” were kept until { $date }.
recovery-of-project = Of the project { $file }
recovery-never-saved = It had not been saved to a project yet.
recovery-open = Recover
recovery-discard = Throw away
recovery-discard-title = Throw the kept work away?
recovery-discard-text = After this, those changes cannot be had back.
