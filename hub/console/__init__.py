"""The page operators open; it asks the API and shows what it says."""
