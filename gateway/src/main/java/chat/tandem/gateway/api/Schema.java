package chat.tandem.gateway.api;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;

/** A schema of the contract, which one value is judged by. Used on one event loop. */
final class Schema {
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("tandem:/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Flag);

    private final String title;
    private final Validator validator;

    /** @param resolved the schema, with no reference in it */
    Schema(JsonObject resolved) {
        JsonObject own = resolved.copy(); // The library writes into what it is given.
        this.title = own.getString("title");
        this.validator = Validator.create(JsonSchema.of(own), OPTIONS);
    }

    boolean allows(Object value) {
        return Boolean.TRUE.equals(validator.validate(value).getValid());
    }

    /** What a value must be, for people. */
    String sentence() {
        return "Must be " + title + ".";
    }
}
