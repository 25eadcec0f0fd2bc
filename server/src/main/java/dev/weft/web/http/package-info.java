/// Parts of the HTTP door that know nothing of chat.
@NullMarked
package dev.weft.web.http;

import org.jspecify.annotations.NullMarked;
