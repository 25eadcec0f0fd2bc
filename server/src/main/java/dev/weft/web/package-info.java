/// The HTTP API: routes, JSON, authentication, the vendor's envelope and errors.
@NullMarked
package dev.weft.web;

import org.jspecify.annotations.NullMarked;
