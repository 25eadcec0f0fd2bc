@NullMarked
package dev.weft.junit;

import org.jspecify.annotations.NullMarked;
