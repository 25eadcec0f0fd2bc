/// An index over the words of conversations that somebody searches.
@NullMarked
package dev.weft.sync.search;

import org.jspecify.annotations.NullMarked;
