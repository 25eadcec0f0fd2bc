/// Moderation of texts: keyword lists of apps, what they find in a text, and the port of a service
/// that judges better.
@NullMarked
package dev.weft.chat.moderation;

import org.jspecify.annotations.NullMarked;
