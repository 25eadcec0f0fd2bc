/// Calls about the whole installation.
@NullMarked
package dev.weft.web.operator;

import org.jspecify.annotations.NullMarked;
