/// PostgreSQL: connections, group commit, nodes, signals, and the stores that differ.
@NullMarked
package dev.weft.storage.postgres;

import org.jspecify.annotations.NullMarked;
