/// What happened, told so that rules can be matched: event kinds and facts.
@NullMarked
package dev.weft.callback.event;

import org.jspecify.annotations.NullMarked;
