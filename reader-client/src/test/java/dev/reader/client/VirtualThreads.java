package dev.reader.client;

import java.lang.reflect.Method;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs each test on a virtual thread, where the JDK has them; by reflection, since the project is compiled for one without. */
final class VirtualThreads implements ExecutionCondition, InvocationInterceptor {

    /** Starts a thread of the kind of the current one: virtual for virtual. */
    static Thread startLikeThis(Runnable task) {
        Thread thread = isVirtual(Thread.currentThread()) ? virtual(task) : new Thread(task);
        if (!isVirtual(thread)) {
            thread.setDaemon(true);
        }
        thread.start();
        return thread;
    }

    static boolean exist() {
        return Runtime.version().feature() >= 21;
    }

    private static boolean isVirtual(Thread thread) {
        return exist() && (boolean) invoke("isVirtual", Thread.class, thread);
    }

    private static Thread virtual(Runnable task) {
        Object builder = invoke("ofVirtual", Thread.class, null);
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, task);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object invoke(String method, Class<?> type, Object target) {
        try {
            return type.getMethod(method).invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return exist()
                ? ConditionEvaluationResult.enabled("this JDK has virtual threads")
                : ConditionEvaluationResult.disabled(
                        "JDK " + Runtime.version().feature() + " has no virtual threads; run the tests on 21 or later");
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onVirtualThread(invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onVirtualThread(invocation);
    }

    private static void onVirtualThread(Invocation<Void> invocation) throws Throwable {
        FutureTask<Throwable> run = new FutureTask<>(() -> {
            try {
                if (!isVirtual(Thread.currentThread())) {
                    throw new AssertionError("no virtual thread");
                }
                invocation.proceed();
                return null;
            } catch (Throwable e) {
                return e;
            }
        });
        virtual(run).start();
        Throwable failure = run.get();
        if (failure != null) {
            throw failure;
        }
    }
}
