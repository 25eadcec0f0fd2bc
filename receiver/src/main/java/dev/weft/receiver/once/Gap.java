package dev.weft.receiver.once;

import dev.weft.receiver.ThreadId;

/// Changes of a thread that did not arrive: their callbacks wait in exception storage, or a filter
/// of the rule kept them back.
///
/// @param first the first missing sequence number
/// @param last the last one, just before the callback that arrived
public record Gap(ThreadId threadId, long first, long last) {}
