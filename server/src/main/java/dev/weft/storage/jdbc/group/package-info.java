/// Stores of groups, chat rooms and threads, for both databases.
@NullMarked
package dev.weft.storage.jdbc.group;

import org.jspecify.annotations.NullMarked;
