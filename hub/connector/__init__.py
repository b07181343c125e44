"""What a country's folder plugs into: contract, manifest, discovery, format families."""
