/// Benchmarks of single steps: how long, and how many bytes of garbage. Those of the server stand
/// in the packages they measure, because that is where the parts can be made.
@NullMarked
package dev.weft.bench.jmh;

import org.jspecify.annotations.NullMarked;
