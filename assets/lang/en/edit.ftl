# Edits, their refusals, undo and redo
refusal-gone = It is no longer in the data.
refusal-no-vertex = No border has a vertex there.
refusal-not-on-earth = This place is not on the earth.
refusal-collapse = The vertex would fall on the one next to it.
refusal-locked = This border is agreed, and locked.
refusal-fault-crossing = The line of { $units } would cross itself.
refusal-fault-overlap = { $units } would overlap.
refusal-fault-gap = A gap would open between { $units }.
refusal-fault-touch = The line of { $units } would touch itself.
refusal-fault-degenerate = A ring of { $units } would span no land.
refusal-fault-nesting = A ring of { $units } would lie wrong in another.
refusal-fault-spike = The line of { $units } would have a spike.
refusal-fault-undersized = A polygon of { $units } would be smaller than the minimum area.
refusal-fault-open-gap = A narrow gap that reaches the outside would open between { $units }.
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
refusal-at-junction = More than two lines meet at this vertex.
refusal-unclosed = The outline of { $unit } crosses or overlaps itself there; put that right first.
refusal-no-land-left = { $unit } would be left without any land.
refusal-not-two-sides = There is no middle line: exactly two units, each in one piece, have to lie around the face.
refusal-too-narrow = The face is too narrow, or too ragged, for a middle line that is true to a centimetre.
fix-give-to = Give it to { $unit }
fix-give-to-none = Give it to a neighbour
fix-middle-line = Share it along the middle line
fix-new-unit = Make a new unit of it
fix-allow = Leave it as allowed…
fix-insert-vertex = Put the vertex into the edge of { $unit }
fix-delete-vertex = Delete the vertex
fix-write-once = Write the vertex once
fix-merge-into = Merge it into { $unit }
fix-delete-unit = Delete { $unit }; what is under it goes to the other
fix-cut-hole = Cut it out of { $unit }
fix-delete-polygon = Delete the polygon
fix-snap-to = Keep the line of { $unit }
fix-snap-to-middle = Draw both lines in the middle
fix-split-parts = Split it where it crosses or touches itself
fix-close-ring = Close the ring
fix-reorder-rings = Order shells and holes by where they lie
fix-drop-ring = Leave the ring out
fix-clip = Cut off what lies outside
fix-rebuild-parent = Make the polygon of { $unit } anew from its units
fix-choose-parent = Put it under { $unit }
fix-move-into = Move it { $distance }, just into { $unit }
fix-choose-centre = Make { $value } the centre
fix-new-code = Give { $unit } the code { $value }
fix-normalise = Write it “{ $value }”
fix-longest-border = longest border
fix-largest = largest area
no-fix-open-gap = Whether this is a bay or a fault is for somebody who knows the place to say; it is never fixed by itself.
no-fix-invalid-coordinate = Where the vertex should be is not in the data.
no-fix-population-sum = Which of the counts is wrong is not in the data.
no-fix-name = What it is called only somebody who knows the place can say.
no-fix-other-record = This line belongs to another record, and is put right there.
no-fix-dispute = The parties settle this in a dispute; nothing is given to either by itself.
no-fix-agreement = The parties have to agree on this border.
no-fix-law = The law asks for a decision here, not for a correction of data.
hindrance-nothing-open = No data is open yet.
hindrance-nothing-to-undo = There is nothing to undo.
hindrance-nothing-to-redo = There is nothing to redo.
hindrance-nothing-to-save = Everything is saved.
hindrance-saving = It is being saved.
hindrance-reading = A file is being read.
hindrance-not-checked = The data is still being checked.
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
step-delete-vertex = A vertex deleted
step-order-rings = The rings of { $units } put in order
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
