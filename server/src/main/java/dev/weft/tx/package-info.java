/// The unit of work: what is written inside one is durable together or not at all.
@NullMarked
package dev.weft.tx;

import org.jspecify.annotations.NullMarked;
