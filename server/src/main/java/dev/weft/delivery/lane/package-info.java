/// Lanes: one queue for each owner and conversation, of which only the head may be attempted, and
/// what decides when. Pure: no threads, no store.
@NullMarked
package dev.weft.delivery.lane;

import org.jspecify.annotations.NullMarked;
