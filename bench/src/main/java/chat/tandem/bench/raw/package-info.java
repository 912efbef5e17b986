/** Connections of clients that send what no client sends: bytes, requests and frames as they are written, sound or not. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.raw;
