/// What commands share: options, the way to the server or the store, tables and words on the
/// screen.
@NullMarked
package dev.weft.cli.base;

import org.jspecify.annotations.NullMarked;
