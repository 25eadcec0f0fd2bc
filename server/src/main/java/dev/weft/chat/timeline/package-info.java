/// The log of each conversation: what happened in it, in order. Devices and history read from it.
@NullMarked
package dev.weft.chat.timeline;

import org.jspecify.annotations.NullMarked;
