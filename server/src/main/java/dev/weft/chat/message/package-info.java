/// Sending, recalling and modifying messages; the hourly history files.
@NullMarked
package dev.weft.chat.message;

import org.jspecify.annotations.NullMarked;
