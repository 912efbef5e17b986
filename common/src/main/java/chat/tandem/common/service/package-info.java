/** How every process starts, drains and ends. */
@org.jspecify.annotations.NullMarked
package chat.tandem.common.service;
