/// Callback rules: reading, keeping, matching, and their history.
@NullMarked
package dev.weft.callback.rule;

import org.jspecify.annotations.NullMarked;
