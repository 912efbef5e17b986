@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.address;
