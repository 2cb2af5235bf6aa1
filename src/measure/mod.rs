//! Lengths, areas and distances on the ellipsoid, always in metres.
