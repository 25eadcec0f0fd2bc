package dev.weft.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next where the next page begins, in the list's own terms; null after the last item
public record Page<T>(List<T> items, @Nullable String next) {}
