package chat.tandem.socketio.impl;

import chat.tandem.socketio.engine.impl.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the events of one session carry the positions that clients hand back when they return. A client takes any string that ends an
 * event for a position, so where recovery is on, no event may end in another one. Not safe for use from several threads: the
 * session guards it.
 */
interface Positions {
    /** The packets of an event. */
    List<Packet> plain(Encoded event);

    /** The packets of an event that has a position in the application's log. */
    List<Packet> at(String position, Encoded event);

    /** The packets of an event that is not to be kept. */
    List<Packet> passing(Encoded event);

    /** What came after a position; null when that is no longer, or never was, known here. */
    @Nullable
    List<Packet> after(@Nullable String position);

    /** Without recovery. */
    Positions NONE = new Positions() {
        @Override
        public List<Packet> plain(Encoded event) {
            return event.packets();
        }

        @Override
        public List<Packet> at(String position, Encoded event) {
            return event.packets();
        }

        @Override
        public List<Packet> passing(Encoded event) {
            return event.packets();
        }

        @Override
        public @Nullable List<Packet> after(@Nullable String position) {
            return null;
        }
    };

    /** With positions that the application gives, and keeps. */
    static Positions given() {
        return new Positions() {
            private String last = "";

            @Override
            public List<Packet> plain(Encoded event) {
                return passing(event);
            }

            @Override
            public List<Packet> at(String position, Encoded event) {
                last = position;
                return event.packets(position);
            }

            @Override
            public List<Packet> passing(Encoded event) {
                return event.endsInText() ? event.packets(last) : event.packets();
            }

            @Override
            public @Nullable List<Packet> after(@Nullable String position) {
                return null;
            }
        };
    }
}
