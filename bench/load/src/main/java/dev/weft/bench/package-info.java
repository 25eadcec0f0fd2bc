/// The load harness: the same work for Weft, its peers and the machine's limits, side by side.
@NullMarked
package dev.weft.bench;

import org.jspecify.annotations.NullMarked;
