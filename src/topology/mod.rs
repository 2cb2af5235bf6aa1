//! From polygons to borders and back: which borders there are, what lies beside them, what is near.
