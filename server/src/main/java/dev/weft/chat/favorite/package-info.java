/// What users keep for themselves: favorites.
@NullMarked
package dev.weft.chat.favorite;

import org.jspecify.annotations.NullMarked;
