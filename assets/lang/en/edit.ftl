# Edits, their refusals, undo and redo
refusal-gone = It is no longer in the data.
refusal-no-vertex = No border has a vertex there.
refusal-not-on-earth = This place is not on the earth.
refusal-collapse = The vertex would fall on the one next to it.
refusal-locked = This border is agreed, and locked.
refusal-fault-crossing = The line of { $units } would cross itself.
refusal-fault-overlap = { $units } would overlap.
refusal-fault-gap = A gap would open between { $units }.
refusal-fault-vertex = The vertex would lie on an edge of { $units } without being theirs.
refusal-empty-name = A name cannot be empty.
refusal-code-characters = A code is made of digits, Latin letters and hyphens.
refusal-code-length = A statistical code of this level has { $expected } digits, not { $found }.
refusal-code-taken = { $name } has this code.
refusal-parent-level = The unit above must be a { $level }.
refusal-parent-cycle = A unit cannot lie under itself.
refusal-parent-is-land = That unit is itself land of the coverage and can hold no unit with land.
refusal-more-households = There are more households ({ $households }) than people ({ $people }).
refusal-too-many-people = { $people } people is more than the country has.
refusal-no-change = Nothing would change.
refusal-unclosed = The outline of { $unit } crosses or overlaps itself there; put that right first.
refusal-no-land-left = { $unit } would be left without any land.
refusal-not-two-sides = There is no middle line: exactly two units, each in one piece, have to lie around the face.
refusal-too-narrow = The face is too narrow for a line through it.
hindrance-nothing-open = No data is open yet.
hindrance-nothing-to-undo = There is nothing to undo.
hindrance-nothing-to-redo = There is nothing to redo.
hindrance-nothing-to-save = Everything is saved.
hindrance-saving = It is being saved.
hindrance-reading = A file is being read.
hindrance-no-import = No import is waiting.
step-move-vertex = A vertex of a border moved
step-transfer = { $count ->
    [one] Land changed hands
   *[other] Land changed hands in { $count } places
  }
step-match = { $count ->
    [one] A missing vertex put in
   *[other] { $count } missing vertices put in
  }
step-remove-repeats = { $count ->
    [one] A repeated vertex written once
   *[other] { $count } repeated vertices written once
  }
step-several = { $count } corrections at once
step-set = { $field } of { $name }: { $value }
editing-is-on = Editing is on: the data can be changed.
editing-is-off = Editing is off: nothing is changed by accident.
history-none = Nothing has been changed yet. Each edit becomes a step in this list, to which you can go back.
history-opened = As it was opened
history-undone = undone
unsaved-title = There are unsaved changes
unsaved-text = “{ $title }” has changes that are not in its project. Save them before going on?
unsaved-save = Save and go on
unsaved-discard = Throw the changes away
