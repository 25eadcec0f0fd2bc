/// Writes the JSON body of each kind of callback.
@NullMarked
package dev.weft.callback.render;

import org.jspecify.annotations.NullMarked;
