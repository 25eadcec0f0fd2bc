/// Matching: which rules an event matches, and what each rule's endpoint is sent for it.
@NullMarked
package dev.weft.callback;

import org.jspecify.annotations.NullMarked;
