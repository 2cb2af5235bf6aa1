"""Draws a project file in QGIS, offscreen, at views of falling width, and prints how long
each took: the fastest and the slowest of three. Exits with 3 where QGIS is absent."""

import sys
import time

try:
    from qgis.core import (
        Qgis,
        QgsApplication,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsPalLayerSettings,
        QgsRectangle,
        QgsVectorLayer,
        QgsVectorLayerSimpleLabeling,
    )
    from qgis.PyQt.QtCore import QSize
except ImportError:
    sys.exit(3)

SIZE = QSize(1920, 1080)
WIDTHS_DEG = [None, 10.0, 4.0, 1.6, 0.64, 0.26, 0.1]
LAYERS = ["rural_district", "district", "county", "province", "city", "settlements"]


def open_layers(path):
    opened = []
    for name in LAYERS:
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        if not layer.isValid():
            continue
        # With names for 162,000 settlements it does not end within minutes: they are left without.
        if name != "settlements":
            settings = QgsPalLayerSettings()
            settings.fieldName = "name"
            layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
            layer.setLabelsEnabled(True)
        opened.append(layer)
    return opened


def main():
    application = QgsApplication([], False)
    application.initQgis()
    layers = open_layers(sys.argv[1])
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))
    settings.setOutputSize(SIZE)
    settings.setDestinationCrs(layers[0].crs())
    whole = QgsRectangle(layers[0].extent())
    centre = whole.center()
    print(f"QGIS {Qgis.QGIS_VERSION}, {len(layers)} layers, ms:")
    for width in WIDTHS_DEG:
        extent = whole
        if width is not None:
            height = width * SIZE.height() / SIZE.width()
            extent = QgsRectangle.fromCenterAndSize(centre, width, height)
        settings.setExtent(extent)
        times = []
        for _ in range(3):
            began = time.monotonic()
            job = QgsMapRendererParallelJob(settings)
            job.start()
            job.waitForFinished()
            times.append((time.monotonic() - began) * 1000)
        name = "fit" if width is None else f"{width} degrees"
        print(f"{name}: {min(times):.0f} to {max(times):.0f}", flush=True)
    application.exitQgis()


main()
