/// The delivery log: what was attempted, with which result, and how long it is kept.
@NullMarked
package dev.weft.delivery.log;

import org.jspecify.annotations.NullMarked;
