/// Calls about what users keep beside their messages: settings for notifications, favorites,
/// contacts in bulk.
@NullMarked
package dev.weft.web.account;

import org.jspecify.annotations.NullMarked;
