"""What GEOS finds through shapely, for tests/bench/check.rs: invalid polygons and
invalid edges of the coverage; with `gaps`, the holes of the union too."""

import sys

import shapely

with open(sys.argv[1], "rb") as file:
    collection = shapely.from_geojson(file.read())
polygons = shapely.get_parts(collection)
invalid = int((~shapely.is_valid(polygons)).sum())
edges = shapely.coverage_invalid_edges(polygons)
found = {"invalid": invalid, "edges": int((~shapely.is_empty(edges)).sum())}
if "gaps" in sys.argv[2:]:
    union = shapely.union_all(shapely.make_valid(polygons))
    parts = shapely.get_parts(union)
    found["holes"] = int(shapely.get_num_interior_rings(parts).sum())
print(found)
