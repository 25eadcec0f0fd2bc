/// The way out: callback URLs, host names, the address guard, name look-up, idle connections. Knows
/// no deliveries.
@NullMarked
package dev.weft.outbound;

import org.jspecify.annotations.NullMarked;
