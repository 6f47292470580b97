"""From a published text to the prepared text: its simplified twin, zones, sentences, numerals."""
