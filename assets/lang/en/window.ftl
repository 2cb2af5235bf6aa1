# Panels, menus, status bar and common buttons
