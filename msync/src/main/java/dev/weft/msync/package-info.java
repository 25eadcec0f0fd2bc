/// The frames of the vendor's client protocol: the classes are generated from `src/main/proto`, the
/// constants beside them are the values of their fields. Knows nothing of a server.
@NullMarked
package dev.weft.msync;

import org.jspecify.annotations.NullMarked;
