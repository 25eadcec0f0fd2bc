/// Files and folders that only their owner may read.
@NullMarked
package dev.weft.folder;

import org.jspecify.annotations.NullMarked;
