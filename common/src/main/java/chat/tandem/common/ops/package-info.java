/** What an operator sees of a process: its health, its build and its settings. */
@org.jspecify.annotations.NullMarked
package chat.tandem.common.ops;
