/// TLS of the server's own, for those without a proxy.
@NullMarked
package dev.weft.web.tls;

import org.jspecify.annotations.NullMarked;
