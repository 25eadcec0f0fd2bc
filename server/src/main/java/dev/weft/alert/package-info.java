/// What operators have to know of without looking: conditions of the server, told once when they
/// begin and once when they end.
@NullMarked
package dev.weft.alert;

import org.jspecify.annotations.NullMarked;
