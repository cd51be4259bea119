package org.bluejay.gateway.openapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the sources say in their comments, and the constants of their enumerations. So that whoever
 * reads the code and whoever reads the reference are told the same, in the same words.
 */
final class Sources {

    private static final Comment NOTHING = new Comment("", Map.of());

    private final Map<String, Comment> comments = new HashMap<>();
    private final Map<String, List<String>> constants = new HashMap<>();

    /**
     * A comment, as Markdown.
     *
     * @param text without its tags
     * @param parameters what it says of each parameter or component
     */
    record Comment(String text, Map<String, String> parameters) {}

    private Sources() {}

    /** Reads every Java file below some folders. */
    static Sources read(List<Path> roots) {
        Sources sources = new Sources();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> paths = new ArrayList<>();
            for (Path root : roots) {
                try (Stream<Path> tree = Files.walk(root)) {
                    tree.filter(path -> path.toString().endsWith(".java"))
                            .sorted()
                            .forEach(paths::add);
                }
            }
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(paths));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                sources.new Reader(docs, String.valueOf(unit.getPackageName())).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /**
     * @param type with dots, also before the name of a nested one
     */
    Comment ofType(String type) {
        return comments.getOrDefault(type, NOTHING);
    }

    /** Of a method or field. */
    Comment ofMember(String type, String member) {
        return comments.getOrDefault(type + "#" + member, NOTHING);
    }

    /** Of an enumeration, in their order; none when it is no enumeration. */
    List<String> constants(String type) {
        return constants.getOrDefault(type, List.of());
    }

    /** Notes what one file says. */
    private final class Reader extends TreePathScanner<Void, Void> {

        private final DocTrees docs;
        private String type;

        Reader(DocTrees docs, String packageName) {
            this.docs = docs;
            this.type = packageName;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            String outer = type;
            type = outer + "." + tree.getSimpleName();
            note(type);
            if (tree.getKind() == Tree.Kind.ENUM) {
                constants.put(
                        type,
                        tree.getMembers().stream()
                                .filter(VariableTree.class::isInstance)
                                .map(VariableTree.class::cast)
                                .filter(field -> isConstant(field, tree))
                                .map(field -> field.getName().toString())
                                .toList());
            }
            super.visitClass(tree, null);
            type = outer;
            return null;
        }

        private static boolean isConstant(VariableTree field, ClassTree enumeration) {
            return field.getType() != null
                    && field.getType().toString().equals(enumeration.getSimpleName().toString())
                    && field.getName().toString().matches("[A-Z][A-Z0-9_]*");
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            note(type + "#" + tree.getName());
            return null;
        }

        @Override
        public Void visitVariable(VariableTree tree, Void nothing) {
            note(type + "#" + tree.getName());
            return null;
        }

        private void note(String name) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment == null) {
                return;
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree parameter && !parameter.isTypeParameter()) {
                    parameters.put(
                            parameter.getName().toString(),
                            sentence(markdown(parameter.getDescription())));
                }
            }
            comments.put(name, new Comment(markdown(comment.getFullBody()), parameters));
        }
    }

    private static String markdown(List<? extends DocTree> trees) {
        return trees.stream()
                .map(Sources::markdown)
                .collect(Collectors.joining())
                .replaceAll("[ \\t]*\\R[ \\t]*(?!\\R)", " ")
                .replaceAll(" *<p> *", "\n\n")
                .strip();
    }

    private static String markdown(DocTree tree) {
        if (tree instanceof TextTree text) {
            return text.getBody();
        }
        if (tree instanceof LiteralTree literal) {
            return "`" + literal.getBody().getBody().replaceAll("\\s+", " ").strip() + "`";
        }
        if (tree instanceof LinkTree link) {
            return link.getLabel().isEmpty()
                    ? link.getReference().getSignature().replaceFirst(".*#", "")
                    : markdown(link.getLabel());
        }
        return tree.toString();
    }

    /** As a sentence of its own, also where the comment began in the middle of one. */
    private static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        return text.substring(0, 1).toUpperCase(Locale.ROOT)
                + text.substring(1)
                + (text.matches("(?s).*[.!?]") ? "" : ".");
    }
}
