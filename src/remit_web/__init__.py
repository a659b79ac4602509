"""The web application of Remit: pages and API over the engine's figures. It imports `remit`, never the other way."""
