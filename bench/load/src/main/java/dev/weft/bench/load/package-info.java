/// The two processes around the system that is measured: what sends into it, and what it calls.
/// Both are cheap, have one thread for their work, and write down what happened for others to
/// judge.
@NullMarked
package dev.weft.bench.load;

import org.jspecify.annotations.NullMarked;
