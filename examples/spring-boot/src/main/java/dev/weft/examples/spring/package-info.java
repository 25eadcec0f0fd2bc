/// An app server with Spring Boot.
@NullMarked
package dev.weft.examples.spring;

import org.jspecify.annotations.NullMarked;
