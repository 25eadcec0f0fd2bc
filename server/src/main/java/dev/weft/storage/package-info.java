/// SQLite and PostgreSQL behind every port of the other packages; numbered migrations. The only
/// package that speaks SQL.
@NullMarked
package dev.weft.storage;

import org.jspecify.annotations.NullMarked;
