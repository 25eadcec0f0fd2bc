/// SQLite: the one writer, the checkpointer, and the stores that differ.
@NullMarked
package dev.weft.storage.sqlite;

import org.jspecify.annotations.NullMarked;
