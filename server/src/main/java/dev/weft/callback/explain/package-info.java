/// Explains why a callback was sent, or was not.
@NullMarked
package dev.weft.callback.explain;

import org.jspecify.annotations.NullMarked;
