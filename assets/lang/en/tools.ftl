# The card of the map's tool
tool-new-unit = A new unit
tool-receiver = To
tool-merge-into = Into
tool-accept = Accept
tool-turn = Other side
tool-place = Place
tool-place-hint = 48.5 33.2 or 39N 267788 3709650
tool-place-wrong = Write longitude and latitude in degrees, as 48.5 33.2, or zone, easting and northing, as 39N 267788 3709650.
tool-choose-leaf = Select a unit that has land of its own.
tool-choose-unit = Select the unit that is merged.
tool-merge-hint = Choose the neighbour that all of this unit goes to.
tool-redraw-hint = Begin at a place of a border and end at another place of the same border.
tool-cut-hint = Draw a line that enters the unit across its border and leaves it again; the land on its left goes to the receiver.
tool-give-hint = Draw around the land that goes to the receiver.
tool-measure-hint = Press at one place after the other.
tool-draw-keys = Finish: double click, right click or Enter · take a place back: Backspace · give up: Esc · place in the middle of the map: Insert · no snapping: Alt · follow borders: T
tool-complete-keys = Enter accepts · Backspace goes on · Esc gives up
tool-too-few-places = The line has too few places yet.
tool-name-it = The new unit needs a name.
tool-length = Length
tool-last-length = Last edge
tool-bearing = Azimuth
tool-area = Area
tool-degrees = { $value }°
impact-new = New { $level }
tool-on-its-way = The line has not come to the border yet that it has to reach.
impact-come = Come: { $names }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}
impact-leave = Leave: { $names }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}
price-not-whole = The slower rules have not been asked yet.
shape-way = Rule
shape-smooth = Smooth
shape-simplify = Simplify
shape-align = Align
shape-rounds = Rounds
shape-distance = Distance
shape-align-hint = To lines of the reference layers that are shown and, where none is, to outlines over the coverage and polygons of units above, as far as they lie within the distance.
settlement-hint = Press where a settlement is to be placed, or drag one to where it is.
settlement-kind = Kind
settlement-name-it = The settlement needs a name.
group-title = { $count } selected
group-not-editing = Switch editing on (E) to put them under a unit, or to make one of them.
group-mixed = Settlements and units together, or units of several levels: nothing can be done to all of them at once.
group-to = Put under
group-make = Make a { $level } of them, named
vertices-hint = Press a vertex, or Ctrl and drag a box (Ctrl+Alt: a lasso). Shift takes all along the border, Ctrl one more. Drag to move, Del to delete; press the middle of an edge for a new vertex.
vertices-chosen = Vertices
vertices-delete = Delete
vertices-copy = Copy as a table
vertices-other-count = { $typed } places for { $chosen } vertices: as many as are chosen are needed.
snap-junction = junction
snap-vertex = vertex
snap-midpoint = middle of an edge
snap-edge = edge
snap-crossing = crossing
panel-references = Reference layers
reference-remove = Take off the list
reference-show = Show { $name }
tool-fold = Fold the card
tool-unfold = Open the card
