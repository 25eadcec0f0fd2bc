/// Asks an app's own service what it thinks of a text.
@NullMarked
package dev.weft.callback.moderation;

import org.jspecify.annotations.NullMarked;
