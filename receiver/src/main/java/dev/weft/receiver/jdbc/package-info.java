/// Exactly once, for apps with a database: what was handled is remembered in the very transaction
/// that handled it.
@NullMarked
package dev.weft.receiver.jdbc;

import org.jspecify.annotations.NullMarked;
