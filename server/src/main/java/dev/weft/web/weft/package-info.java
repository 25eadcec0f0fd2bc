/// Weft's own REST API: rules, deliveries, exception storage, replay, pull.
@NullMarked
package dev.weft.web.weft;

import org.jspecify.annotations.NullMarked;
