/// Stream messages: messages that a bot sends in chunks while it writes them.
@NullMarked
package dev.weft.chat.stream;

import org.jspecify.annotations.NullMarked;
