/// A disk that fails when it is told to, under a server that does not know.
@NullMarked
package dev.weft.disk;

import org.jspecify.annotations.NullMarked;
