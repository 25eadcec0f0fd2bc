/// Counts what the other packages report, and shows it as Prometheus text.
@NullMarked
package dev.weft.metrics;

import org.jspecify.annotations.NullMarked;
