/// The promises of delivery, tried on a real store and real sockets.
@NullMarked
package dev.weft.delivery.engine;

import org.jspecify.annotations.NullMarked;
