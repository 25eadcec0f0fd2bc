/// The whole server over real sockets, as its users meet it.
@NullMarked
package dev.weft.e2e;

import org.jspecify.annotations.NullMarked;
