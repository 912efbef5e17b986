package chat.tandem.persistence.plans;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a query was carried out.
 *
 * @param nodes the steps, each as PostgreSQL describes it
 * @param planning in milliseconds
 * @param execution in milliseconds
 */
record Plan(List<JsonObject> nodes, double planning, double execution) {

    static Plan of(Pool pool, String sql, Tuple arguments) {
        JsonArray explained = pool.preparedQuery("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + sql)
                .execute(arguments)
                .await()
                .iterator()
                .next()
                .getJsonArray(0);
        JsonObject all = explained.getJsonObject(0);
        List<JsonObject> nodes = new ArrayList<>();
        collect(all.getJsonObject("Plan"), nodes);
        return new Plan(nodes, all.getDouble("Planning Time"), all.getDouble("Execution Time"));
    }

    private static void collect(JsonObject node, List<JsonObject> nodes) {
        nodes.add(node);
        for (Object below : node.getJsonArray("Plans", new JsonArray())) {
            collect((JsonObject) below, nodes);
        }
    }

    double millis() {
        return planning + execution;
    }

    /** The partitions of messages that it opens. */
    Set<String> partitions() {
        Set<String> partitions = new TreeSet<>();
        for (JsonObject node : nodes) {
            String relation = node.getString("Relation Name", "");
            if (relation.startsWith("messages")) {
                partitions.add(relation);
            }
        }
        return partitions;
    }

    /** The kinds of the steps that read a table. */
    Set<String> scans() {
        Set<String> scans = new TreeSet<>();
        nodes.stream()
                .filter(node -> node.containsKey("Relation Name"))
                .forEach(node -> scans.add(node.getString("Node Type")));
        return scans;
    }

    /** Most rows that any one step gave in one go. */
    double mostRows() {
        return nodes.stream()
                .mapToDouble(node -> node.getDouble("Actual Rows"))
                .max()
                .orElse(0);
    }

    /** How many rows were sorted in one go, at most. */
    double mostSorted() {
        return nodes.stream()
                .filter(node -> node.getString("Node Type").contains("Sort"))
                .mapToDouble(node -> node.getDouble("Actual Rows"))
                .max()
                .orElse(0);
    }
}
