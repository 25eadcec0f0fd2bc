/// Tests of the trace context.
@NullMarked
package dev.weft.alert;

import org.jspecify.annotations.NullMarked;
