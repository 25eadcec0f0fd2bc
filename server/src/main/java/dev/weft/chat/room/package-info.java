/// What chat rooms have beyond groups: super admins, attributes, tags, and an end of membership for
/// who stays offline.
@NullMarked
package dev.weft.chat.room;

import org.jspecify.annotations.NullMarked;
