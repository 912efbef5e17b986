/** {@code bench/attack}: floods against a deployment in which people chat, and what these notice. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e.attack;
