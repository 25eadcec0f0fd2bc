/// Calls about moderation of texts, and those of services that are not configured here.
@NullMarked
package dev.weft.web.moderation;

import org.jspecify.annotations.NullMarked;
