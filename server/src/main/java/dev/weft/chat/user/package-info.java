/// Users, their contacts, block lists and mutes.
@NullMarked
package dev.weft.chat.user;

import org.jspecify.annotations.NullMarked;
