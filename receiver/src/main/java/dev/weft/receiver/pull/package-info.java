/// Asks Weft for what did not arrive.
@NullMarked
package dev.weft.receiver.pull;

import org.jspecify.annotations.NullMarked;
