"""Files of evidence: inspected, copied into the store under their digest, checked and exported."""
