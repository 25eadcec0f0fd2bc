package dev.weft.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The method is called for each change in a thread: once, and in the order of the thread.
///
/// It may ask for a `ThreadCallback`, a `ThreadChange`, an `Attempt` and an `Accepted`, in any
/// order. Whatever it throws makes the sender try again. For callbacks about anything else, make a
/// bean of type `CallbackHandler`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ThreadCallbackHandler {}
