/// What proxies say of the client that they stand before, and whose word counts.
@NullMarked
package dev.weft.web.proxy;

import org.jspecify.annotations.NullMarked;
