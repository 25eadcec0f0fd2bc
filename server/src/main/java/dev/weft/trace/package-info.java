/// Which request of another system caused what we do: the W3C Trace Context, kept and passed on.
@NullMarked
package dev.weft.trace;

import org.jspecify.annotations.NullMarked;
