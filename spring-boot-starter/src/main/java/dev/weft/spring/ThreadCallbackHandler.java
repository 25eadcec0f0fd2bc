package dev.weft.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The method is called for each change in a thread: once, and in the order of the thread.
///
/// It may ask for a `ThreadCallback`, a `ThreadChange`, an `Attempt` and an `Accepted`, in any
/// order. Whatever it throws makes the sender try again; a `CompletableFuture` it returns is waited
/// for. For callbacks about anything else, make a bean of type `CallbackHandler`.
///
/// The bean may be in any scope and behind any proxy. It may stand on the method of an interface or
/// of a superclass, and on an annotation of the app's own.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface ThreadCallbackHandler {}
