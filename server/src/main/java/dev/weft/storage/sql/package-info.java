/// JDBC made small: statements, rows, pipelines, dialects, migrations.
@NullMarked
package dev.weft.storage.sql;

import org.jspecify.annotations.NullMarked;
