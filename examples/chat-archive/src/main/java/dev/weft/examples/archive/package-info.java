/// Mirrors threads into a database of its own, exactly once.
@NullMarked
package dev.weft.examples.archive;

import org.jspecify.annotations.NullMarked;
