/// What nodes share in PostgreSQL: their membership, their leases and their signals.
@NullMarked
package dev.weft.storage.postgres.cluster;

import org.jspecify.annotations.NullMarked;
