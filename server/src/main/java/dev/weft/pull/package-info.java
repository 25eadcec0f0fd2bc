/// Callbacks that are fetched instead of sent: readers of the outbox, and how far each consumer has
/// come.
@NullMarked
package dev.weft.pull;

import org.jspecify.annotations.NullMarked;
