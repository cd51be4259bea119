package org.bluejay.connector.tck;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The test needs programs that a machine may not have. Without one it is skipped, and the report
 * names the program; with {@code -Dbluejay.require=all} it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
public @interface Needs {

    /**
     * Names of the programs, as found on the PATH; or files that a program brings, from the root
     * on.
     */
    String[] value();

    /** Looks for the programs. */
    class Condition implements ExecutionCondition {

        /** Where a program is, if anywhere on the PATH. */
        public static Optional<Path> find(String program) {
            return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, program))
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
                    .map(needs -> evaluate(Arrays.asList(needs.value())))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("needs nothing"));
        }

        private static boolean isMissing(String program) {
            return program.startsWith("/")
                    ? !Files.exists(Path.of(program))
                    : find(program).isEmpty();
        }

        static ConditionEvaluationResult evaluate(List<String> programs) {
            List<String> missing = programs.stream().filter(Condition::isMissing).toList();
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("has " + programs);
            }
            if (System.getProperty("bluejay.require", "").equals("all")) {
                throw new IllegalStateException(
                        "not installed, and -Dbluejay.require=all: " + missing);
            }
            return ConditionEvaluationResult.disabled("not installed: " + missing);
        }
    }
}
