/// Stores whose SQL serves SQLite and PostgreSQL alike.
@NullMarked
package dev.weft.storage.jdbc;

import org.jspecify.annotations.NullMarked;
