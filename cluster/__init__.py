"""An OpenSearch cluster on this machine, for trying newsgrep's cluster engine out and for its tests.

The server comes as jars by Maven, whose checksums are pinned here. It needs a JDK: 21 and later for OpenSearch 3,
17 and later for OpenSearch 2.19.
"""
