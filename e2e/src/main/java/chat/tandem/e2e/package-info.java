/** Tandem from outside: its services as separate processes, and the rules that hold between its modules. */
@org.jspecify.annotations.NullMarked
package chat.tandem.e2e;
