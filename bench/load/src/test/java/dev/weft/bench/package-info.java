/// Tests of the harness: that it counts right.
@NullMarked
package dev.weft.bench;

import org.jspecify.annotations.NullMarked;
