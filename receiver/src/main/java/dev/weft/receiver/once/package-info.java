/// What makes "at least once, in order" into "once, in order" for the app: remembered callbacks,
/// one lane per thread, and a watch on the sequence.
@NullMarked
package dev.weft.receiver.once;

import org.jspecify.annotations.NullMarked;
