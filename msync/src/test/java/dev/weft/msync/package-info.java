@NullMarked
package dev.weft.msync;

import org.jspecify.annotations.NullMarked;
