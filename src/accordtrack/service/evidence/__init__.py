"""Evidence files: inspection, storage by digest, checks and export."""
