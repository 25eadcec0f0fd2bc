/// Who may do what in chat: pure decisions over what is known.
@NullMarked
package dev.weft.chat.policy;

import org.jspecify.annotations.NullMarked;
