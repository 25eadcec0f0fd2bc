/// Threads of a group message and their members.
@NullMarked
package dev.weft.chat.thread;

import org.jspecify.annotations.NullMarked;
