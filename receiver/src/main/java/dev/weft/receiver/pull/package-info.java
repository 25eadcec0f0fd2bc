/// Asks Weft: for what did not arrive, and for anything else in its API. `weft-client` has methods
/// for the calls of the API; this is what it stands on.
@NullMarked
package dev.weft.receiver.pull;

import org.jspecify.annotations.NullMarked;
