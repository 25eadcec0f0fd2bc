/// Who is calling: app keys, client credentials, tokens, password hashes.
@NullMarked
package dev.weft.app;

import org.jspecify.annotations.NullMarked;
