/// Tests of the loops.
@NullMarked
package dev.weft.loop;

import org.jspecify.annotations.NullMarked;
