/** The connections that clients have, whatever carries them: texts in, texts out, and a close with a code. */
@org.jspecify.annotations.NullMarked
package chat.tandem.gateway.transport;
