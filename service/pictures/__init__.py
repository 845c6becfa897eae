"""Pictures as SVG, drawn on the server from plain figures: pure, the same for a report and for a page."""
