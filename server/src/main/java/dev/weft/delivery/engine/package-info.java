/// Makes attempts: reads lanes, sends, judges, settles. Everything here has threads, sockets or a
/// store behind it.
@NullMarked
package dev.weft.delivery.engine;

import org.jspecify.annotations.NullMarked;
