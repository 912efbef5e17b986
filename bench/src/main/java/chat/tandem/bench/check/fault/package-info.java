/** The faults of a run of the checker: which there are, when they come (a function of the seed), and who carries them out. */
@org.jspecify.annotations.NullMarked
package chat.tandem.bench.check.fault;
