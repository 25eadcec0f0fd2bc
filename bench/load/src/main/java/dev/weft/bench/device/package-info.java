/// Clients of the vendor's protocol by the thousand, in a process of their own.
@org.jspecify.annotations.NullMarked
package dev.weft.bench.device;
