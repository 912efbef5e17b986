package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ProtocolError;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one operation of the contract allows a request to hold: the parameters in path and query, and the fields of the body.
 * The texts of a request are read here and judged by the contract's schemas. The library's own validator of requests names
 * what is at fault only inside a sentence, and takes {@code 1e1} for an integer, a text in quotes for the text, and the first
 * of two values. Used on one event loop.
 */
final class RequestRules {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

    private static final Set<Location> READ_IN = Set.of(Location.PATH, Location.QUERY);
    private static final Set<SchemaType> READ_AS = Set.of(SchemaType.STRING, SchemaType.INTEGER);

    private final List<Parameter> parameters;
    private final List<Rule> ofParameters;
    private final @Nullable Body body;

    /** What came of a request. */
    sealed interface Verdict {
        /** As {@link Call#given}. */
        record Allowed(JsonObject given) implements Verdict {}

        /** The first thing that is wrong. */
        record Refused(ProtocolError error) implements Verdict {}
    }

    private record Rule(String name, boolean required, Schema schema) {}

    private record Body(Schema schema, List<Rule> fields) {
        static Body of(JsonObject schema) {
            JsonObject properties = schema.getJsonObject("properties");
            JsonArray required = schema.getJsonArray("required", new JsonArray());
            return new Body(
                    new Schema(schema),
                    properties.fieldNames().stream()
                            .map(name ->
                                    new Rule(name, required.contains(name), new Schema(properties.getJsonObject(name))))
                            .toList());
        }
    }

    /** @param operation that takes no other body than a JSON object, and no parameter but in path and query */
    RequestRules(Operation operation) {
        parameters = operation.getParameters();
        if (!parameters.stream().allMatch(RequestRules::isRead)) {
            throw new IllegalStateException(operation.getOperationId() + " has a parameter that is not read here");
        }
        ofParameters = parameters.stream()
                .map(each -> new Rule(each.getName(), each.isRequired(), schema(each.getOpenAPIModel())))
                .toList();
        body = operation.getRequestBody() == null
                ? null
                : Body.of(operation
                        .getRequestBody()
                        .getContent()
                        .values()
                        .iterator()
                        .next()
                        .getOpenAPIModel()
                        .getJsonObject("schema"));
    }

    private static boolean isRead(Parameter parameter) {
        return READ_IN.contains(parameter.getIn()) && READ_AS.contains(parameter.getSchemaType());
    }

    private static Schema schema(JsonObject model) {
        return new Schema(model.getJsonObject("schema"));
    }

    Verdict judge(RoutingContext context) {
        JsonObject values = new JsonObject();
        parameters.forEach(parameter -> {
            Object value = value(context, parameter);
            if (value != null) {
                values.put(parameter.getName(), value);
            }
        });
        if (body == null || context.body().isEmpty()) {
            return judge(ofParameters, values);
        }
        if (!(decoded(context.body().asString()) instanceof JsonObject fields)) {
            return new Verdict.Refused(ProtocolError.invalidFrame(body.schema.sentence()));
        }
        values.mergeIn(fields); // A body and a parameter of one name would be a fault of the contract.
        return judge(Stream.concat(ofParameters.stream(), body.fields.stream()).toList(), values);
    }

    private static Verdict judge(List<Rule> rules, JsonObject values) {
        JsonObject given = new JsonObject();
        for (Rule rule : rules) {
            Object value = values.getValue(rule.name);
            if (value != null) { // A field that is null counts as missing.
                if (!rule.schema.allows(value)) {
                    return refused(rule, rule.schema.sentence());
                }
                given.put(rule.name, value);
            } else if (rule.required) {
                return refused(rule, "Is missing.");
            }
        }
        return new Verdict.Allowed(given);
    }

    private static Verdict refused(Rule rule, String why) {
        return new Verdict.Refused(ProtocolError.invalidField(rule.name, why));
    }

    /** Whatever cannot be right stays a text or becomes a list, and is of a wrong type then; null where there is nothing. */
    private static @Nullable Object value(RoutingContext context, Parameter parameter) {
        String name = parameter.getName();
        List<String> texts =
                parameter.getIn() == Location.PATH ? List.of(context.pathParam(name)) : context.queryParam(name);
        return switch (texts.size()) {
            case 0 -> null;
            case 1 -> value(texts.getFirst(), parameter.getSchemaType());
            default -> new JsonArray(texts);
        };
    }

    private static Object value(String text, SchemaType type) {
        return type == SchemaType.INTEGER && INTEGER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
    }

    private static @Nullable Object decoded(String text) {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException noJson) {
            return null; // Its message quotes the text.
        }
    }
}
