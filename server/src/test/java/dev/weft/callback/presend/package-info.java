@NullMarked
package dev.weft.callback.presend;

import org.jspecify.annotations.NullMarked;
