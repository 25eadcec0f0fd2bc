/// What one caller may take of what all callers share: calls per second, and shares of scarce work.
@NullMarked
package dev.weft.web.api.limit;

import org.jspecify.annotations.NullMarked;
