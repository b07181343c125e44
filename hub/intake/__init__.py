"""Station one: national messages in, held by Kafka before they are receipted."""
