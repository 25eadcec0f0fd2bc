/// Background loops that survive what their work throws, and the readiness that depends on them.
@NullMarked
package dev.weft.loop;

import org.jspecify.annotations.NullMarked;
