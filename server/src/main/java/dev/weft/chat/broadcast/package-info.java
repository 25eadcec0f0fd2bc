/// Messages to everybody: written down once, and sent in steps.
@NullMarked
package dev.weft.chat.broadcast;

import org.jspecify.annotations.NullMarked;
