package chat.tandem.common.state.simulation;

import java.util.List;

/** What goes wrong in a run, and when. */
final class Faults {
    private final World world;

    private enum Kind {
        PAUSE_GATEWAY,
        KILL_GATEWAY,
        STOP_GATEWAY,
        PAUSE_MATCHER,
        PAUSE_MATCHERS,
        KILL_MATCHER,
        STALL_LINK,
        LOSE_LINK,
        FREEZE_REDIS
    }

    Faults(World world) {
        this.world = world;
    }

    void planUntil(long moment) {
        long count = world.chance.between(3, 8);
        for (long i = 0; i < count; i++) {
            world.agenda.at(world.chance.between(world.agenda.now() + 1_000, moment), this::strike);
        }
    }

    private void strike() {
        if (world.calm()) {
            return;
        }
        Kind kind = world.chance.of(List.of(Kind.values()));
        long length = world.chance.in100(50) ? world.chance.between(50, 2_000) : world.chance.between(2_000, 8_000);
        int gateway = (int) world.chance.between(0, Stations.GATEWAYS - 1);
        int matcher = (int) world.chance.between(0, Stations.MATCHERS - 1);
        Link link = link(gateway, matcher);
        world.trace.note(
                kind + " " + length + " ms, " + world.gateway(gateway).name + " or " + world.matcher(matcher).name);
        switch (kind) {
            case PAUSE_GATEWAY -> pause(world.gateway(gateway), length);
            case KILL_GATEWAY -> {
                world.gateway(gateway).kill();
                world.agenda.in(length / 2, () -> world.startGateway(gateway));
            }
            case STOP_GATEWAY -> {
                world.gateway(gateway).act(world.gateway(gateway)::stop);
                world.agenda.in(1_000 + length, () -> world.startGateway(gateway));
            }
            case PAUSE_MATCHER -> pause(world.matcher(matcher), length);
            case PAUSE_MATCHERS -> {
                for (int i = 0; i < Stations.MATCHERS; i++) {
                    pause(world.matcher(i), length);
                }
            }
            case KILL_MATCHER -> {
                world.matcher(matcher).kill();
                world.agenda.in(length, () -> world.startMatcher(matcher));
            }
            case STALL_LINK -> link.stall(length);
            case LOSE_LINK -> link.lose();
            case FREEZE_REDIS -> world.server.freeze(length);
        }
    }

    private Link link(int gateway, int matcher) {
        return switch ((int) world.chance.between(0, 5)) {
            case 0 -> world.matcher(matcher).link;
            case 1 -> world.gateway(gateway).blocking;
            default -> world.gateway(gateway).commands;
        };
    }

    private void pause(Program program, long length) {
        program.pause();
        world.agenda.in(length, program::wake);
    }
}
