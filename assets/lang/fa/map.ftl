# The map: tools, scale, coordinates
