/// The index of what is searched, in both databases.
@NullMarked
package dev.weft.storage.search;

import org.jspecify.annotations.NullMarked;
