/// An app server with nothing but the JDK.
@NullMarked
package dev.weft.examples.plain;

import org.jspecify.annotations.NullMarked;
