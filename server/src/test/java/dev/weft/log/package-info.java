/// Tests of the trace context.
@NullMarked
package dev.weft.log;

import org.jspecify.annotations.NullMarked;
