//! Rules on polygons and on the coverage that they make.
