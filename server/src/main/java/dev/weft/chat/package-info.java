/// Users, groups, threads and messages; send, recall, modify. Knows no SQL, no HTTP, no callback:
/// it publishes events inside the transaction that made them true.
@NullMarked
package dev.weft.chat;

import org.jspecify.annotations.NullMarked;
