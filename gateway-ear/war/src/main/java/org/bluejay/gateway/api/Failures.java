package org.bluejay.gateway.api;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bluejay.gateway.shared.Problem;

/**
 * Finds in whatever was thrown what the caller should be told. What it does not know is a bug, and
 * stays one.
 */
final class Failures {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(3);
    private static final int DEEPEST = 20;

    private Failures() {}

    /**
     * The problem behind an exception; empty when it is a bug.
     *
     * @param stopping whether the gateway is: then what is not known failed because of that
     */
    static Optional<Problem> problemOf(Throwable thrown, boolean stopping) {
        return problemOf(thrown)
                .or(() -> stopping ? Optional.of(Problem.stopping()) : Optional.empty());
    }

    private static Optional<Problem> problemOf(Throwable thrown) {
        return Stream.iterate(thrown, java.util.Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .flatMap(cause -> known(cause).stream())
                .findFirst();
    }

    private static Optional<Problem> known(Throwable cause) {
        if (cause instanceof Problem problem) {
            return Optional.of(problem);
        }
        if (cause instanceof ConstraintViolationException violated) {
            return Optional.of(invalid(violated));
        }
        if (cause instanceof WebApplicationException web) {
            return ofHttp(web.getResponse().getStatus());
        }
        if (cause instanceof OptimisticLockException) {
            return Optional.of(
                    Problem.conflict(
                            "changed-meanwhile",
                            "somebody else has changed this in the meantime; read it again"));
        }
        if (cause instanceof LockTimeoutException || cause instanceof PessimisticLockException) {
            return Optional.of(busy());
        }
        return cause instanceof SQLException sql ? ofDatabase(sql) : Optional.empty();
    }

    private static Problem invalid(ConstraintViolationException violated) {
        List<Problem.Field> fields =
                violated.getConstraintViolations().stream()
                        .map(Failures::field)
                        .sorted(Comparator.comparing(Problem.Field::field))
                        .toList();
        return Problem.invalid(fields);
    }

    private static Problem.Field field(ConstraintViolation<?> violation) {
        return new Problem.Field(
                JsonPath.ofParameter(violation.getPropertyPath()), violation.getMessage());
    }

    private static Optional<Problem> ofHttp(int status) {
        return switch (status) {
            case 400 ->
                    Optional.of(
                            Problem.malformed("the path or a parameter of it is not well formed"));
            case 404 ->
                    Optional.of(
                            Problem.of(
                                    404,
                                    "not-found",
                                    "Not found",
                                    "there is nothing at this path"));
            case 405 ->
                    Optional.of(
                            Problem.of(
                                    405,
                                    "method-not-allowed",
                                    "This cannot be done with that",
                                    "this path does not know this method; see the Allow header"));
            case 406 ->
                    Optional.of(
                            Problem.of(
                                    406,
                                    "not-acceptable",
                                    "No such format",
                                    "answers are application/json; change the Accept header"));
            case 415 ->
                    Optional.of(
                            Problem.of(
                                    415,
                                    "unsupported-media-type",
                                    "The body's type is not known",
                                    "send the body as application/json in UTF-8"));
            default -> Optional.empty();
        };
    }

    /** By SQLSTATE; a pool that has nothing to lend gives none. */
    private static Optional<Problem> ofDatabase(SQLException sql) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.equals("55P03") || state.equals("40001") || state.equals("40P01")) {
            return Optional.of(busy());
        }
        boolean gone =
                state.startsWith("08")
                        || state.startsWith("57P")
                        || state.equals("57014")
                        || state.startsWith("53")
                        || sql instanceof SQLTransientException
                        || (state.isEmpty() && isPoolEmpty(sql));
        if (gone) {
            return Optional.of(Problem.unavailable("the database does not answer", LATER));
        }
        if (state.equals("22021") || state.equals("22P05")) {
            return Optional.of(
                    Problem.malformed("the request holds characters that cannot be stored"));
        }
        return Optional.empty();
    }

    private static boolean isPoolEmpty(SQLException sql) {
        return sql.getMessage() != null && sql.getMessage().contains("allocating a connection");
    }

    private static Problem busy() {
        return Problem.unavailable("others are changing the same things just now", SOON);
    }
}
