# Borders: what is known of them, and what their changes are meant as
border-between = { $first } – { $second }
border-status = Status
border-decree = Decree
border-source = Source
border-accuracy = Accuracy
border-drawn = Drawn
border-unverified = not verified
border-agreed = agreed
border-disputed = disputed
kind-question = This work is
kind-refinement = Refinement
kind-correction = Correction
kind-legal-change = Legal change
kind-refinement-help = The same border, drawn more exactly: no settlement changes its unit, and the line stays within the accuracy of its sheet.
kind-correction-help = What was drawn or written wrongly is put right.
kind-legal-change-help = A decree changes what belongs to whom.
step-of-border = { $what } · border { $border }
step-borders = { $field } of borders: { $value }
refusal-no-reason-to-unlock = This border is agreed. Write why it is unlocked.
refusal-no-accuracy = Write a number of metres above 0, at most 100,000.
refusal-no-decree-number = Write the number of the decree.
refusal-moves-settlements = { $count ->
    [one] A refinement moves no settlement to another unit. { $names } would change its unit: call this a correction or a legal change.
   *[other] A refinement moves no settlement to another unit. { $count } would change theirs ({ $names }): call this a correction or a legal change.
}
refusal-leaves-accuracy = A refinement stays within the accuracy of the border, { $accuracy }. This is { $off } off: call it a correction or a legal change, or correct the accuracy of the border.
refusal-no-distance = Write a distance in metres above 0, at most 50,000.
step-annex = { $count ->
    [one] { $name } put under { $unit }
   *[other] { $count } settlements put under { $unit }
}
step-place-settlement = { $level } { $name } placed
step-smooth = A border smoothed
step-simplify = A border simplified
step-align = A border aligned to a line
kind-ask = What is this work?
border-extent = Chosen
border-stretch = this stretch
border-whole = the whole line between the two
border-partly-agreed = partly agreed
border-unlock-reason = Reason
border-unlock = Unlock
border-agreed-locks = An agreed border is locked: nothing moves it.
border-several = several
tool-choose-border = Press on a border.
unit-metres = m
refusal-not-parted = No border was parted here: another line meets it at this place, or none ends here.
refusal-unlike-borders = What is known of the two stretches differs: make their status, decree, source, accuracy and date the same with the border tool (B) first.
step-split-border = A border parted in two
step-join-borders = Two stretches of a border joined
vertices-split = Part the border here
vertices-join = Join the border here
