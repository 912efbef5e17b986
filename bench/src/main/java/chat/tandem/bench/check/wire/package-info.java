/** The network between the clients and the gateways: a TCP proxy before each gateway that can cut, slow and deafen. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.check.wire;
