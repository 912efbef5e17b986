package chat.tandem.gateway;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.OpsSettings;
import chat.tandem.common.service.Running;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.common.state.EvictionCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The gateway as a process of its own, or as a part of another. */
public final class GatewayService implements ServiceDefinition<GatewaySettings> {

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public GatewaySettings settings(SettingsReader reader) {
        return GatewaySettings.read(reader);
    }

    /** One above the port for clients, unless set. */
    @Override
    public OpsSettings ops(SettingsReader reader) {
        int port = reader.port("TANDEM_HTTP_PORT", 8080);
        OpsSettings ops = OpsSettings.read(reader, port == 0 || port == 65_535 ? 0 : port + 1);
        if (ops.port() != 0 && ops.port() == port) {
            throw new BadSettingException("TANDEM_OPS_PORT", "is the port for clients already");
        }
        return ops;
    }

    @Override
    public Future<Running> start(Vertx vertx, GatewaySettings settings, Operations operations) {
        EvictionCheck.begin(vertx, settings.redis());
        return Gateways.deploy(vertx, settings, operations).map(gateways -> gateways);
    }
}
