/// Nodes that share one database: membership, failure detector, partition leases, signals.
@NullMarked
package dev.weft.cluster;

import org.jspecify.annotations.NullMarked;
