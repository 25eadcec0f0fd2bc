/// Callbacks that are fetched instead of sent: walks over the outbox, and how far each consumer has
/// come.
@NullMarked
package dev.weft.pull;

import org.jspecify.annotations.NullMarked;
