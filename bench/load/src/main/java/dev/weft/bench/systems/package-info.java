/// What is measured, each as a program of its own: the limits and the HTTP side that peers share.
@NullMarked
package dev.weft.bench.systems;

import org.jspecify.annotations.NullMarked;
