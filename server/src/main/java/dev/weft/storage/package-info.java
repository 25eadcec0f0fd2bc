/// SQLite and PostgreSQL behind every port of the other rooms; numbered migrations. The only room
/// that speaks SQL.
@NullMarked
package dev.weft.storage;

import org.jspecify.annotations.NullMarked;
