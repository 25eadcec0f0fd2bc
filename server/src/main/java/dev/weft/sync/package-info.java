/// Devices of users, how far each has come in its conversations, and what a user has read. Knows no
/// sockets and no frames.
@NullMarked
package dev.weft.sync;

import org.jspecify.annotations.NullMarked;
