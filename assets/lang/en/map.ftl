# The map: tools, scale, coordinates
map-name = Map
map-name-province = { $name } Province
map-name-county = { $name } County
map-preparing = Preparing the map
map-moving = Moving: border { $first } – { $second } · level: { $level }
map-moving-vertex = Moving a vertex
map-outside = outside
map-level-outer = outer border
map-level-unknown = unknown
map-impact = Effect of this move
map-impact-counting = Measuring the effect…
map-move-refused = This move cannot be made
map-unchanged = { $name } ({ $level }): unchanged
map-move-keys = Arrow keys move it (ten times as far with Shift); Enter accepts, Esc lets go.
map-vertex = Vertex { $number } of { $count }
map-vertex-alone = Selected vertex
