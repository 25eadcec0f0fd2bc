/// Groups, their members and what moderates them.
@NullMarked
package dev.weft.chat.group;

import org.jspecify.annotations.NullMarked;
