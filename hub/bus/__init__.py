"""The only importer of aiokafka: topics, lanes, transactions; and their twin in memory."""
