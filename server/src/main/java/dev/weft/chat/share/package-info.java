/// Files that a group shares: kept until somebody takes them away, for the members of the group.
@NullMarked
package dev.weft.chat.share;

import org.jspecify.annotations.NullMarked;
