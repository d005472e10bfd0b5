"""The cluster engine: an index in an OpenSearch cluster, which many machines share."""
