/// What the clients of users do beside their messages, as events.
@NullMarked
package dev.weft.chat.client;

import org.jspecify.annotations.NullMarked;
