/// Receiving callbacks in a Spring Boot application: an annotation, a secret, done.
@NullMarked
package dev.weft.spring;

import org.jspecify.annotations.NullMarked;
