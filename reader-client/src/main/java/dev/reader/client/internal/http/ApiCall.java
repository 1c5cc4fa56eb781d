package dev.reader.client.internal.http;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Objects;
import java.util.function.Function;

/**
 * A call of the API: its request, and how its response becomes the result. Sent by {@link Transport#execute} or by {@link
 * Transport#executeAsync}.
 *
 * @param <R> the type of the response's data
 * @param <T> the type of the result
 * @param result converts the response; may throw a {@link dev.reader.client.error.ReaderException}
 */
public record ApiCall<R, T>(
        ApiRequest request, TypeReference<Envelope<R>> type, RetryLimits limits, Function<Envelope<R>, T> result) {

    /** Creates a call whose result is the data of the response. */
    public static <T> ApiCall<T, T> of(ApiRequest request, TypeReference<Envelope<T>> type) {
        return new ApiCall<>(request, type, RetryLimits.CONFIGURED, ApiCall::data);
    }

    /** Creates a call whose result is made from the data of the response. */
    public static <R, T> ApiCall<R, T> of(
            ApiRequest request, TypeReference<Envelope<R>> type, Function<R, T> conversion) {
        return new ApiCall<>(request, type, RetryLimits.CONFIGURED, envelope -> conversion.apply(data(envelope)));
    }

    /**
     * Creates a call that deletes something.
     *
     * @param absent the result if the response has no data, for example a 204, or if a retry does not find what an earlier
     *     attempt with an unknown outcome may have deleted
     */
    public static <R, T> ApiCall<R, T> delete(
            ApiRequest request, TypeReference<Envelope<R>> type, Function<R, T> conversion, T absent) {
        return new ApiCall<>(request, type, RetryLimits.CONFIGURED, envelope -> {
            R data = envelope.data();
            return data == null ? absent : conversion.apply(data);
        });
    }

    /** Returns this call with other limits of its retries. */
    public ApiCall<R, T> within(RetryLimits newLimits) {
        return new ApiCall<>(request, type, newLimits, result);
    }

    /** Returns this call with a further conversion of its result. */
    public <U> ApiCall<R, U> map(Function<T, U> conversion) {
        return new ApiCall<>(request, type, limits, result.andThen(conversion));
    }

    private static <R> R data(Envelope<R> envelope) {
        return Objects.requireNonNull(envelope.data());
    }
}
