package dev.weft.chat.timeline;

import dev.weft.chat.Message;
import org.jspecify.annotations.Nullable;

/// An entry and the message it is about.
///
/// @param message as it is now; null if it was recalled since, or if the entry is about none
public record ResolvedEntry(Entry entry, @Nullable Message message) {}
