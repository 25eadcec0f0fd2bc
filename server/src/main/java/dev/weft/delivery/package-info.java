/// Outbox, attempt, verdict. Moves opaque bodies to endpoints, in order per lane, and knows no
/// chat.
@NullMarked
package dev.weft.delivery;

import org.jspecify.annotations.NullMarked;
